#include "server/app/demo_names.h"

#include <stdio.h>
#include <string.h>

#define PARTS 16

/* A word in Latin letters and, where it has one, in its own script. */
struct word {
    const char *latin;
    const char *own;
};

/* Two words make a surname: one of the first with one of the second. */
struct style {
    struct word first[PARTS];
    struct word second[PARTS];
    struct word given[PARTS];
};

/* clang-format off */
static const struct style styles[] = {
    [APP_DEMO_DUTCH] = {
        {{"Zilver", ""}, {"Mist", ""}, {"Maan", ""}, {"Regen", ""}, {"Sterren", ""}, {"Dauw", ""}, {"Nevel", ""},
         {"Wolken", ""}, {"Schemer", ""}, {"Glans", ""}, {"Rijp", ""}, {"Fluister", ""}, {"Zonne", ""},
         {"Vonken", ""}, {"Honing", ""}, {"Droom", ""}},
        {{"varen", ""}, {"wulp", ""}, {"distel", ""}, {"spar", ""}, {"lijster", ""}, {"klaproos", ""},
         {"karekiet", ""}, {"brem", ""}, {"zwaluw", ""}, {"wilg", ""}, {"kievit", ""}, {"klimop", ""},
         {"grutto", ""}, {"linde", ""}, {"reiger", ""}, {"vlier", ""}},
        {{"Wielewaal", ""}, {"Pimpernel", ""}, {"Roodborst", ""}, {"Vlier", ""}, {"Spreeuw", ""}, {"Esdoorn", ""},
         {"Karekiet", ""}, {"Klaver", ""}, {"Grutto", ""}, {"Madelief", ""}, {"Kwikstaart", ""}, {"Duindoorn", ""},
         {"Tureluur", ""}, {"Zuring", ""}, {"Putter", ""}, {"Boterbloem", ""}}},
    [APP_DEMO_FRENCH] = {
        {{"Brume", ""}, {"Lune", ""}, {"Givre", ""}, {"\xc3\x89toile", ""}, {"Ros\xc3\xa9" "e", ""}, {"Soleil", ""},
         {"Nuage", ""}, {"Ombre", ""}, {"Argent", ""}, {"Cendre", ""}, {"Source", ""}, {"Neige", ""}, {"Miel", ""},
         {"Orage", ""}, {"Songe", ""}, {"Lueur", ""}},
        {{"foug\xc3\xa8re", ""}, {"h\xc3\xa9ron", ""}, {"chardon", ""}, {"bouleau", ""}, {"grive", ""},
         {"m\xc3\xa9sange", ""}, {"bruy\xc3\xa8re", ""}, {"sapin", ""}, {"hirondelle", ""}, {"saule", ""},
         {"loriot", ""}, {"lierre", ""}, {"pinson", ""}, {"tilleul", ""}, {"sureau", ""}, {"alouette", ""}},
        {{"M\xc3\xa9sange", ""}, {"Tr\xc3\xa8" "fle", ""}, {"Loriot", ""}, {"Sureau", ""}, {"Fauvette", ""},
         {"Chardon", ""}, {"Pinson", ""}, {"Fenouil", ""}, {"Rossignol", ""}, {"Bleuet", ""}, {"Roitelet", ""},
         {"Coquelicot", ""}, {"Hirondelle", ""}, {"Gen\xc3\xaat", ""}, {"\xc3\x89pervier", ""},
         {"Pissenlit", ""}}},
    [APP_DEMO_GERMAN] = {
        {{"Silber", ""}, {"Nebel", ""}, {"Mond", ""}, {"Regen", ""}, {"Sternen", ""}, {"Tau", ""}, {"Wolken", ""},
         {"D\xc3\xa4mmer", ""}, {"Reif", ""}, {"Fl\xc3\xbcster", ""}, {"Funken", ""}, {"Honig", ""}, {"Traum", ""},
         {"Schatten", ""}, {"Glanz", ""}, {"Flocken", ""}},
        {{"farn", ""}, {"specht", ""}, {"distel", ""}, {"fichte", ""}, {"drossel", ""}, {"mohn", ""},
         {"schwalbe", ""}, {"weide", ""}, {"kiebitz", ""}, {"efeu", ""}, {"ginster", ""}, {"amsel", ""},
         {"linde", ""}, {"reiher", ""}, {"holunder", ""}, {"meise", ""}},
        {{"Zaunk\xc3\xb6nig", ""}, {"Holunder", ""}, {"Pirol", ""}, {"Ginster", ""}, {"Kiebitz", ""},
         {"Enzian", ""}, {"Rotkehlchen", ""}, {"Efeu", ""}, {"Bachstelze", ""}, {"Klee", ""}, {"Wiedehopf", ""},
         {"Sauerampfer", ""}, {"Eisvogel", ""}, {"L\xc3\xb6wenzahn", ""}, {"Sperling", ""}, {"Schachtelhalm", ""}}},
    [APP_DEMO_ENGLISH] = {
        {{"Silver", ""}, {"Mist", ""}, {"Moon", ""}, {"Rain", ""}, {"Star", ""}, {"Dew", ""}, {"Cloud", ""},
         {"Dusk", ""}, {"Frost", ""}, {"Whisper", ""}, {"Ember", ""}, {"Honey", ""}, {"Dream", ""}, {"Shadow", ""},
         {"Glimmer", ""}, {"Amber", ""}},
        {{"fern", ""}, {"plover", ""}, {"thistle", ""}, {"spruce", ""}, {"thrush", ""}, {"poppy", ""},
         {"swallow", ""}, {"willow", ""}, {"lapwing", ""}, {"bramble", ""}, {"heron", ""}, {"elder", ""},
         {"curlew", ""}, {"sedge", ""}, {"nightjar", ""}, {"moss", ""}},
        {{"Goldfinch", ""}, {"Sorrel", ""}, {"Lapwing", ""}, {"Bracken", ""}, {"Kingfisher", ""}, {"Yarrow", ""},
         {"Curlew", ""}, {"Thistle", ""}, {"Nuthatch", ""}, {"Teasel", ""}, {"Wagtail", ""}, {"Burdock", ""},
         {"Sandpiper", ""}, {"Tansy", ""}, {"Dunlin", ""}, {"Mugwort", ""}}},
    [APP_DEMO_ARABIC] = {
        {{"Zaatar", "زعتر"}, {"Zaytun", "زيتون"}, {"Rumman", "رمان"}, {"Nakhl", "نخل"}, {"Sindyan", "سنديان"},
         {"Sanawbar", "صنوبر"}, {"Tut", "توت"}, {"Luban", "لبان"}, {"Khuzama", "خزامى"}, {"Naana", "نعناع"},
         {"Sumaq", "سماق"}, {"Lawz", "لوز"}, {"Tin", "تين"}, {"Kharrub", "خروب"}, {"Habaq", "حبق"}, {"Shih", "شيح"}},
        {{" al-Ghuyum", " الغيوم"}, {" an-Nujum", " النجوم"}, {" al-Matar", " المطر"}, {" ad-Dabab", " الضباب"},
         {" al-Fajr", " الفجر"}, {" ar-Rih", " الريح"}, {" ath-Thalj", " الثلج"}, {" an-Nahr", " النهر"},
         {" al-Wadi", " الوادي"}, {" as-Sahab", " السحاب"}, {" al-Barq", " البرق"}, {" ash-Shafaq", " الشفق"},
         {" al-Mawj", " الموج"}, {" ar-Raml", " الرمل"}, {" al-Ufuq", " الأفق"}, {" az-Zill", " الظل"}},
        {{"Hudhud", "هدهد"}, {"Asfur", "عصفور"}, {"Bulbul", "بلبل"}, {"Laqlaq", "لقلق"}, {"Sununu", "سنونو"},
         {"Duri", "دوري"}, {"Qubbara", "قبرة"}, {"Karaki", "كركي"}, {"Bajaa", "بجع"}, {"Yamam", "يمام"},
         {"Zarzur", "زرزور"}, {"Hajal", "حجل"}, {"Hubara", "حبارى"}, {"Qatqat", "قطقاط"}, {"Waqwaq", "وقواق"},
         {"Tufah", "تفاح"}}},
    [APP_DEMO_CYRILLIC] = {
        {{"Luno", "Луно"}, {"Tumano", "Тумано"}, {"Snego", "Снего"}, {"Zvezdo", "Звездо"}, {"Roso", "Росо"},
         {"Vetro", "Ветро"}, {"Medo", "Медо"}, {"Iskro", "Искро"}, {"Serebro", "Серебро"}, {"Oblako", "Облако"},
         {"Leso", "Лесо"}, {"Kamno", "Камно"}, {"Solntse", "Солнце"}, {"Dymo", "Дымо"}, {"Groso", "Гросо"},
         {"Pero", "Перо"}},
        {{"paporotnik", "папоротник"}, {"dyatel", "дятел"}, {"klever", "клевер"}, {"skvorets", "скворец"},
         {"oduvanchik", "одуванчик"}, {"zhuravl", "журавль"}, {"ryabina", "рябина"}, {"lastochka", "ласточка"},
         {"vereska", "вереска"}, {"filin", "филин"}, {"mozhzhevel", "можжевель"}, {"sinitsa", "синица"},
         {"kalina", "калина"}, {"chibis", "чибис"}, {"buzina", "бузина"}, {"ivolga", "иволга"}},
        {{"Snegir", "Снегирь"}, {"Ivolga", "Иволга"}, {"Klever", "Клевер"}, {"Chibis", "Чибис"},
         {"Vasilek", "Василёк"}, {"Skvorets", "Скворец"}, {"Lopukh", "Лопух"}, {"Zyablik", "Зяблик"},
         {"Romashka", "Ромашка"}, {"Strizh", "Стриж"}, {"Shchavel", "Щавель"}, {"Kulik", "Кулик"},
         {"Zhuravl", "Журавль"}, {"Paporotnik", "Папоротник"}, {"Drozd", "Дрозд"}, {"Lebeda", "Лебеда"}}},
};
/* clang-format on */

static const struct word *draw(struct random *random, const struct word *words)
{
    return &words[random_below(random, PARTS)];
}

/* French compounds are joined by a hyphen, the others grow together. */
void app_demo_surname(struct random *random, enum app_demo_style style,
                      struct app_demo_name *ret_name)
{
    const struct word *first = draw(random, styles[style].first);
    const struct word *second = draw(random, styles[style].second);
    const char *between = style == APP_DEMO_FRENCH ? "-" : "";

    memset(ret_name, 0, sizeof(*ret_name));
    snprintf(ret_name->surname, APP_DEMO_NAME_SIZE, "%s%s%s", first->latin, between,
             second->latin);
    if (*first->own)
        snprintf(ret_name->own_surname, APP_DEMO_NAME_SIZE, "%s%s", first->own,
                 second->own);
}

void app_demo_given(struct random *random, enum app_demo_style style,
                    struct app_demo_name *name)
{
    const struct word *given = draw(random, styles[style].given);

    snprintf(name->given, APP_DEMO_NAME_SIZE, "%s", given->latin);
    snprintf(name->own_given, APP_DEMO_NAME_SIZE, "%s", given->own);
}

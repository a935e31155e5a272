#include "importers/people_words.h"

#include "server/model/party.h"

#define TABLE(name, table)                                                               \
    const struct imp_words name = {table, sizeof(table) / sizeof((table)[0])}

/* M is man, masculin, male; H homme; V vrouw; W weiblich. clang-format off keeps rows. */
/* clang-format off */
static const struct imp_word sexes[] = {
    {"m", SEX_MALE}, {"man", SEX_MALE}, {"male", SEX_MALE}, {"mannelijk", SEX_MALE}, {"h", SEX_MALE},
    {"homme", SEX_MALE}, {"masculin", SEX_MALE}, {"mannlich", SEX_MALE}, {"mann", SEX_MALE},
    {"f", SEX_FEMALE}, {"v", SEX_FEMALE}, {"w", SEX_FEMALE}, {"vrouw", SEX_FEMALE}, {"female", SEX_FEMALE},
    {"woman", SEX_FEMALE}, {"vrouwelijk", SEX_FEMALE}, {"femme", SEX_FEMALE}, {"feminin", SEX_FEMALE},
    {"weiblich", SEX_FEMALE}, {"frau", SEX_FEMALE},
    {"x", SEX_X}, {"d", SEX_X}, {"divers", SEX_X}, {"other", SEX_X}, {"anders", SEX_X}, {"autre", SEX_X},
};
TABLE(imp_words_sex, sexes);

static const struct imp_word relations[] = {
    {"head", RELATION_HEAD}, {"hoofd", RELATION_HEAD}, {"chef de famille", RELATION_HEAD},
    {"haushaltsvorstand", RELATION_HEAD}, {"self", RELATION_HEAD},
    {"partner", RELATION_PARTNER}, {"spouse", RELATION_PARTNER}, {"husband", RELATION_PARTNER},
    {"wife", RELATION_PARTNER}, {"echtgenoot", RELATION_PARTNER}, {"echtgenote", RELATION_PARTNER},
    {"conjoint", RELATION_PARTNER}, {"conjointe", RELATION_PARTNER}, {"epoux", RELATION_PARTNER},
    {"epouse", RELATION_PARTNER}, {"partenaire", RELATION_PARTNER}, {"ehepartner", RELATION_PARTNER},
    {"ehemann", RELATION_PARTNER}, {"ehefrau", RELATION_PARTNER},
    {"child", RELATION_CHILD}, {"son", RELATION_CHILD}, {"daughter", RELATION_CHILD}, {"kind", RELATION_CHILD},
    {"zoon", RELATION_CHILD}, {"dochter", RELATION_CHILD}, {"enfant", RELATION_CHILD}, {"fils", RELATION_CHILD},
    {"fille", RELATION_CHILD}, {"sohn", RELATION_CHILD}, {"tochter", RELATION_CHILD},
    {"parent", RELATION_PARENT}, {"father", RELATION_PARENT}, {"mother", RELATION_PARENT},
    {"ouder", RELATION_PARENT}, {"vader", RELATION_PARENT}, {"moeder", RELATION_PARENT},
    {"pere", RELATION_PARENT}, {"mere", RELATION_PARENT}, {"elternteil", RELATION_PARENT},
    {"vater", RELATION_PARENT}, {"mutter", RELATION_PARENT},
    {"sibling", RELATION_SIBLING}, {"brother", RELATION_SIBLING}, {"sister", RELATION_SIBLING},
    {"broer", RELATION_SIBLING}, {"zus", RELATION_SIBLING}, {"frere", RELATION_SIBLING},
    {"soeur", RELATION_SIBLING}, {"bruder", RELATION_SIBLING}, {"schwester", RELATION_SIBLING},
    {"other", RELATION_OTHER}, {"andere", RELATION_OTHER}, {"autre", RELATION_OTHER},
    {"sonstige", RELATION_OTHER},
};
TABLE(imp_words_relation, relations);

static const struct imp_word documents[] = {
    {"passport", DOCUMENT_PASSPORT}, {"paspoort", DOCUMENT_PASSPORT}, {"passeport", DOCUMENT_PASSPORT},
    {"reisepass", DOCUMENT_PASSPORT}, {"pass", DOCUMENT_PASSPORT},
    {"identity card", DOCUMENT_IDENTITY_CARD}, {"id card", DOCUMENT_IDENTITY_CARD}, {"id", DOCUMENT_IDENTITY_CARD},
    {"eid", DOCUMENT_IDENTITY_CARD}, {"identiteitskaart", DOCUMENT_IDENTITY_CARD},
    {"carte d identite", DOCUMENT_IDENTITY_CARD}, {"carte identite", DOCUMENT_IDENTITY_CARD},
    {"carte didentite", DOCUMENT_IDENTITY_CARD}, {"personalausweis", DOCUMENT_IDENTITY_CARD},
    {"provisional passport", DOCUMENT_PROVISIONAL_PASSPORT}, {"voorlopig paspoort", DOCUMENT_PROVISIONAL_PASSPORT},
    {"passeport provisoire", DOCUMENT_PROVISIONAL_PASSPORT}, {"vorlaufiger reisepass", DOCUMENT_PROVISIONAL_PASSPORT},
    {"eu emergency", DOCUMENT_EU_EMERGENCY}, {"eu etd", DOCUMENT_EU_EMERGENCY}, {"etd", DOCUMENT_EU_EMERGENCY},
    {"eu noodreisdocument", DOCUMENT_EU_EMERGENCY}, {"titre de voyage provisoire ue", DOCUMENT_EU_EMERGENCY},
    {"eu ruckkehrausweis", DOCUMENT_EU_EMERGENCY},
    {"residence card", DOCUMENT_RESIDENCE_CARD}, {"residence permit", DOCUMENT_RESIDENCE_CARD},
    {"verblijfskaart", DOCUMENT_RESIDENCE_CARD}, {"verblijfstitel", DOCUMENT_RESIDENCE_CARD},
    {"titre de sejour", DOCUMENT_RESIDENCE_CARD}, {"carte de sejour", DOCUMENT_RESIDENCE_CARD},
    {"aufenthaltstitel", DOCUMENT_RESIDENCE_CARD},
    {"travel document", DOCUMENT_TRAVEL}, {"reisdocument", DOCUMENT_TRAVEL}, {"titre de voyage", DOCUMENT_TRAVEL},
    {"reiseausweis", DOCUMENT_TRAVEL},
    {"other", DOCUMENT_OTHER}, {"andere", DOCUMENT_OTHER}, {"autre", DOCUMENT_OTHER}, {"sonstige", DOCUMENT_OTHER},
    {"none", DOCUMENT_MISSING}, {"geen", DOCUMENT_MISSING}, {"aucun", DOCUMENT_MISSING}, {"keines", DOCUMENT_MISSING},
};
TABLE(imp_words_document_kind, documents);

static const struct imp_word needs[] = {
    {"p", NEED_PERIL}, {"a", NEED_PREGNANT}, {"b", NEED_MINOR}, {"c", NEED_AGED}, {"d", NEED_CHILDREN},
    {"e", NEED_OTHER},
};
TABLE(imp_words_need, needs);

static const struct imp_word classes[] = {
    {"1", CLASS_BELGIAN}, {"2", CLASS_FAMILY}, {"3", CLASS_PROTECTED}, {"4", CLASS_EU}, {"5", CLASS_PARTNER},
    {"6", CLASS_UNDECIDED},
};
TABLE(imp_words_class, classes);

static const struct imp_word marks[] = {
    {"wheelchair", MARK_WHEELCHAIR}, {"rolstoel", MARK_WHEELCHAIR}, {"fauteuil roulant", MARK_WHEELCHAIR},
    {"rollstuhl", MARK_WHEELCHAIR},
    {"stretcher", MARK_STRETCHER}, {"brancard", MARK_STRETCHER}, {"civiere", MARK_STRETCHER},
    {"trage", MARK_STRETCHER},
    {"infant", MARK_INFANT}, {"baby", MARK_INFANT}, {"zuigeling", MARK_INFANT}, {"nourrisson", MARK_INFANT},
    {"saugling", MARK_INFANT},
    {"medicine", MARK_MEDICINE}, {"medicijnen", MARK_MEDICINE}, {"medicaments", MARK_MEDICINE},
    {"medikamente", MARK_MEDICINE},
    {"interpreter", MARK_INTERPRETER}, {"tolk", MARK_INTERPRETER}, {"interprete", MARK_INTERPRETER},
    {"dolmetscher", MARK_INTERPRETER},
    {"service animal", MARK_SERVICE_ANIMAL}, {"assistentiehond", MARK_SERVICE_ANIMAL},
    {"chien d assistance", MARK_SERVICE_ANIMAL}, {"chien dassistance", MARK_SERVICE_ANIMAL},
    {"assistenzhund", MARK_SERVICE_ANIMAL},
    {"pet", MARK_PET}, {"huisdier", MARK_PET}, {"animal de compagnie", MARK_PET}, {"haustier", MARK_PET},
};
TABLE(imp_words_mark, marks);

static const struct imp_word stays[] = {
    {"residence", STAY_RESIDENCE}, {"resident", STAY_RESIDENCE}, {"woonplaats", STAY_RESIDENCE},
    {"wohnsitz", STAY_RESIDENCE},
    {"trip", STAY_TRIP}, {"travel", STAY_TRIP}, {"reis", STAY_TRIP}, {"voyage", STAY_TRIP}, {"reise", STAY_TRIP},
    {"reported", STAY_REPORTED}, {"gemeld", STAY_REPORTED}, {"signale", STAY_REPORTED}, {"gemeldet", STAY_REPORTED},
    {"scan", STAY_SCAN},
};
TABLE(imp_words_stay, stays);

static const struct imp_word sources[] = {
    {"web", SOURCE_WEB}, {"post", SOURCE_POST}, {"embassy", SOURCE_POST}, {"ambassade", SOURCE_POST},
    {"botschaft", SOURCE_POST},
    {"tour operator", SOURCE_TOUR_OPERATOR}, {"touroperator", SOURCE_TOUR_OPERATOR},
    {"reisorganisator", SOURCE_TOUR_OPERATOR}, {"voyagiste", SOURCE_TOUR_OPERATOR},
    {"reiseveranstalter", SOURCE_TOUR_OPERATOR},
    {"employer", SOURCE_EMPLOYER}, {"werkgever", SOURCE_EMPLOYER}, {"employeur", SOURCE_EMPLOYER},
    {"arbeitgeber", SOURCE_EMPLOYER},
    {"relative", SOURCE_RELATIVE}, {"familie", SOURCE_RELATIVE}, {"proche", SOURCE_RELATIVE},
    {"angehorige", SOURCE_RELATIVE},
    {"crisis form", SOURCE_CRISIS_FORM}, {"crisisformulier", SOURCE_CRISIS_FORM},
    {"formulaire de crise", SOURCE_CRISIS_FORM}, {"krisenformular", SOURCE_CRISIS_FORM},
    {"call", SOURCE_CALL}, {"oproep", SOURCE_CALL}, {"appel", SOURCE_CALL}, {"anruf", SOURCE_CALL},
};
TABLE(imp_words_source, sources);

static const struct imp_word trusts[] = {
    {"confirmed", TRUST_CONFIRMED}, {"bevestigd", TRUST_CONFIRMED}, {"confirme", TRUST_CONFIRMED},
    {"bestatigt", TRUST_CONFIRMED},
    {"unconfirmed", TRUST_UNCONFIRMED}, {"niet bevestigd", TRUST_UNCONFIRMED},
    {"non confirme", TRUST_UNCONFIRMED}, {"unbestatigt", TRUST_UNCONFIRMED},
};
TABLE(imp_words_trust, trusts);

static const struct imp_word languages[] = {
    {"nl", 0}, {"nederlands", 0}, {"neerlandais", 0}, {"niederlandisch", 0}, {"dutch", 0}, {"n", 0},
    {"fr", 1}, {"frans", 1}, {"francais", 1}, {"franzosisch", 1}, {"french", 1}, {"f", 1},
    {"de", 2}, {"duits", 2}, {"allemand", 2}, {"deutsch", 2}, {"german", 2}, {"d", 2},
    {"en", 3}, {"engels", 3}, {"anglais", 3}, {"englisch", 3}, {"english", 3}, {"e", 3},
};
TABLE(imp_words_language, languages);

const char *const imp_demonym_countries[] = {"BE", "FR", "NL", "LU", "DE", "LB", "SY", "MA", "TR", "GB", "US", "CD"};

static const struct imp_word demonyms[] = {
    {"b", 0}, {"bel", 0}, {"belg", 0}, {"belgische", 0}, {"belgisch", 0}, {"belge", 0}, {"belgian", 0},
    {"belgier", 0}, {"belgierin", 0},
    {"fransman", 1}, {"francaise", 1}, {"franse", 1}, {"frans", 1}, {"francais", 1}, {"french", 1},
    {"franzosisch", 1}, {"franzose", 1},
    {"nederlandse", 2}, {"nederlander", 2}, {"neerlandaise", 2}, {"neerlandais", 2}, {"dutch", 2},
    {"niederlandisch", 2},
    {"luxemburgse", 3}, {"luxembourgeoise", 3}, {"luxembourgeois", 3}, {"luxemburgisch", 3}, {"luxembourgish", 3},
    {"duitse", 4}, {"allemande", 4}, {"allemand", 4}, {"deutsch", 4}, {"german", 4},
    {"libanese", 5}, {"libanaise", 5}, {"libanais", 5}, {"lebanese", 5}, {"libanesisch", 5},
    {"syrische", 6}, {"syrienne", 6}, {"syrien", 6}, {"syrian", 6}, {"syrisch", 6},
    {"marokkaanse", 7}, {"marocaine", 7}, {"marocain", 7}, {"moroccan", 7}, {"marokkanisch", 7},
    {"turkse", 8}, {"turque", 8}, {"turc", 8}, {"turkish", 8}, {"turkisch", 8},
    {"britse", 9}, {"britannique", 9}, {"british", 9}, {"britisch", 9},
    {"amerikaanse", 10}, {"americaine", 10}, {"americain", 10}, {"american", 10}, {"amerikanisch", 10},
    {"congolese", 11}, {"congolaise", 11}, {"congolais", 11},
};
TABLE(imp_words_demonym, demonyms);
/* clang-format on */

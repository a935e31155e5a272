#include "importers/people_row.h"

/* clang-format off */
const struct imp_column imp_people_columns[PEOPLE_COLUMNS] = {
    [PEOPLE_PARTY] = {"party", "party key|household|family|group|ref|reference|dossier|dossiernummer|file|case|"
        "gezin|gezinsnummer|groep|huishouden|referentie|menage|famille|groupe|foyer|numero de dossier|"
        "haushalt|familie|gruppe|aktenzeichen|referenz", false},
    [PEOPLE_SURNAME] = {"surname", "last name|family name|name|familienaam|achternaam|naam|nom|nom de famille|"
        "nachname|familienname|zuname", true},
    [PEOPLE_GIVEN_NAMES] = {"given_names", "given name|first name|first names|forename|forenames|voornaam|voornamen|"
        "prenom|prenoms|vorname|vornamen", false},
    [PEOPLE_DOCUMENT_NAME] = {"document_name", "name in document|naam in document|nom sur le document|"
        "name im dokument", false},
    [PEOPLE_OTHER_SCRIPT] = {"other_script", "name in other script|naam in ander schrift|nom en autre ecriture|"
        "name in anderer schrift", false},
    [PEOPLE_BIRTH_DATE] = {"birth_date", "date of birth|birthdate|birthday|dob|born|geboortedatum|geboren op|geboren|"
        "date de naissance|ne le|naissance|geburtsdatum|geboren am", false},
    [PEOPLE_SEX] = {"sex", "gender|geslacht|sexe|geschlecht", false},
    [PEOPLE_NATIONALITY] = {"nationality", "nationalities|citizenship|nationaliteit|nationaliteiten|nationalite|"
        "nationalites|staatsangehorigkeit|nationalitat|staatsburgerschaft", false},
    [PEOPLE_DOCUMENT_KIND] = {"document_kind", "document type|type of document|soort document|documenttype|"
        "type de document|dokumentart", false},
    [PEOPLE_DOCUMENT] = {"document", "document number|passport|passport number|passport no|paspoort|paspoortnummer|"
        "documentnummer|numero de document|passeport|numero de passeport|no passeport|dokumentnummer|passnummer|"
        "reisepass|reisepassnummer", false},
    [PEOPLE_DOCUMENT_ISSUER] = {"document_issuer", "issuing country|issued by|land van afgifte|pays d emission|"
        "pays de delivrance|ausstellendes land|ausstellerstaat", false},
    [PEOPLE_DOCUMENT_EXPIRES] = {"document_expires", "expiry|expiry date|expires|valid until|vervaldatum|geldig tot|"
        "date d expiration|expiration|valable jusqu au|gultig bis|ablaufdatum", false},
    [PEOPLE_NATIONAL_NUMBER] = {"national_number", "national register number|nrn|rrn|insz|niss|rijksregisternummer|"
        "rijksregister|registre national|numero de registre national|numero national|no registre national|"
        "nationalregisternummer|nationalregister", false},
    [PEOPLE_RELATION] = {"relation", "relationship|relatie|verwantschap|parente|lien de parente|lien|"
        "verwandtschaft|beziehung", false},
    [PEOPLE_PHONE] = {"phone", "phone number|telephone|tel|mobile|mobile phone|gsm|cell|telefoon|telefoonnummer|"
        "numero de telephone|portable|telefon|telefonnummer|handy|mobil", false},
    [PEOPLE_PHONE2] = {"phone2", "phone 2|telephone 2|mobile 2|gsm 2|telefoon 2|telefon 2", false},
    [PEOPLE_PHONE3] = {"phone3", "phone 3|telephone 3|mobile 3|gsm 3|telefoon 3|telefon 3", false},
    [PEOPLE_MAIL] = {"mail", "e mail|email|email address|e mail address|mailadres|e mailadres|emailadres|courriel|"
        "adresse e mail|adresse mail|adresse email|e mail adresse", false},
    [PEOPLE_CLASS] = {"class", "klasse|classe|category|categorie|kategorie", false},
    [PEOPLE_GROUND] = {"ground", "ground of class|grond|motif|grund", false},
    [PEOPLE_NEED] = {"need", "needs|nood|behoefte|besoin|besoins|bedarf", false},
    [PEOPLE_MARKS] = {"marks", "marking|kenmerken|marques|merkmale", false},
    [PEOPLE_REMARK] = {"remark", "remarks|note|notes|comment|comments|opmerking|opmerkingen|remarque|remarques|"
        "commentaire|bemerkung|bemerkungen|anmerkung", false},
    [PEOPLE_LANGUAGE] = {"language", "taal|langue|sprache", false},
    [PEOPLE_SPOKEN] = {"spoken", "spoken languages|languages|gesproken talen|talen|langues parlees|langues|"
        "gesprochene sprachen|sprachen", false},
    [PEOPLE_HOME_CONTACT] = {"home_contact", "contact at home|emergency contact|contactpersoon|contact thuis|"
        "contactpersoon thuis|contact d urgence|personne de contact|notfallkontakt|kontaktperson", false},
    [PEOPLE_SOURCE] = {"source", "bron|quelle", false},
    [PEOPLE_TRUST] = {"trust", "confirmed or not|vertrouwen|confiance|vertrauen", false},
    [PEOPLE_CONFIRMED] = {"confirmed", "confirmed at|confirmed on|last confirmed|bevestigd|bevestigd op|confirme|"
        "confirme le|bestatigt|bestatigt am", false},
    [PEOPLE_STAY] = {"stay", "kind of stay|soort verblijf|verblijf|sejour|type de sejour|aufenthalt|"
        "art des aufenthalts", false},
    [PEOPLE_PLACE] = {"place", "town|city|address|location|plaats|stad|gemeente|adres|woonplaats|verblijfplaats|"
        "lieu|ville|adresse|localite|commune|ort|stadt|wohnort|aufenthaltsort|anschrift", false},
    [PEOPLE_COUNTRY] = {"country", "country of stay|land|land van verblijf|pays|pays de sejour|aufenthaltsland", false},
    [PEOPLE_COORDINATES] = {"coordinates", "position|gps|coordinaten|coordonnees|positie|koordinaten", false},
    [PEOPLE_LATITUDE] = {"latitude", "lat|breedtegraad|breitengrad", false},
    [PEOPLE_LONGITUDE] = {"longitude", "lon|lng|long|lengtegraad|langengrad", false},
    [PEOPLE_ACCURACY] = {"accuracy", "accuracy m|radius|radius m|nauwkeurigheid|precision|genauigkeit", false},
    [PEOPLE_FROM] = {"from", "from date|start|arrival|since|van|vanaf|begin|aankomst|sinds|du|de|depuis|debut|arrivee|"
        "von|ab|seit|beginn|ankunft", false},
    [PEOPLE_TO] = {"to", "to date|until|end|departure|return|tot|tot en met|einde|vertrek|terugkeer|au|jusqu au|fin|"
        "depart|retour|bis|ende|abreise|ruckkehr", false},
};
/* clang-format on */

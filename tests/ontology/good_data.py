"""Good data that uses every property shape, and every way to break it that the shapes must find.

GOOD has no result of any severity. A case gives one thing other values for one property, and names the shapes
that then have results.
"""

from dataclasses import dataclass
from functools import cache

from pyoxigraph import RdfFormat, Triple, parse

from ontology.namespaces import PREFIXES, SCHEME

_SCHEMES = (
    "capability",
    "claim-topic",
    "code-status",
    "confidence",
    "conflict-role",
    "credibility",
    "event-type",
    "marking",
    "membership-status",
    "military",
    "mission-type",
    "occasion-kind",
    "organisation-kind",
    "publisher-kind",
    "quantity-kind",
    "relation-state",
    "reliability",
    "status",
    "verdict",
)
PROLOGUE = "".join(
    f"@prefix {prefix}: <{iri}> .\n"
    for prefix, iri in {
        **PREFIXES,
        **{name: f"{SCHEME}{name}/" for name in _SCHEMES},
        "ex": "urn:ex:",
    }.items()
)

GOOD = """
ex:m a hd:FieldHospitalDeployment ;
    hd:identifier "HDM-0002" ;
    hd:name "Jordan field hospital for Bam"@en , "المستشفى الميداني الأردني في بم"@ar ;
    hd:altName "Bam hospital" , "Bam field hospital"@en ; hd:description "A hospital"@en ; hd:note "first" , "second" ;
    hd:missionType mission-type:field-hospital ; hd:status status:completed ;
    hd:militaryInvolvement military:involved ;
    hd:sentBy ex:JOR ; hd:receivedBy ex:IRN , ex:XNC ; hd:sendingOrganisation ex:jaf ;
    hd:receivingOrganisation ex:irc ; hd:fundedBy ex:oic ; hd:carriedBy ex:caf ; hd:commandedBy ex:com ;
    hd:staffedBy ex:sta ; hd:hostedBy ex:hos ; hd:beneficiaryGroup "survivors" ;
    hd:usesCapability capability:surgery , capability:field-hospital ; hd:deliversProduct ex:product ;
    hd:atPlace ex:town ; hd:occasion ex:routine ;
    hd:inResponseTo ex:bam ; hd:partOfProgramme ex:programme ; hd:quantity ex:q ; hd:monetaryValue ex:v ;
    hd:start "2003-12-01"^^xsd:date ; hd:startLatest "2003-12-31"^^xsd:date ;
    hd:startEdtf "2003-12"^^edtf:EDTF ;
    hd:end "2003-01-01"^^xsd:date ; hd:endLatest "2004-12-31"^^xsd:date ; hd:endEdtf "2003/2004"^^edtf:EDTF .
ex:trial a hd:ResearchCollaboration ; hd:identifier "HDM-0112" ; hd:name "Trial" ; hd:status status:completed ;
    hd:missionType mission-type:research-collaboration ; hd:sentBy ex:JOR , ex:IRN ; hd:receivedBy ex:IRN ;
    hd:start "2020-07-01"^^xsd:date ; hd:startLatest "2020-07-01"^^xsd:date ; hd:startEdtf "2020-07-01"^^edtf:EDTF ;
    hd:end "2020-08-02"^^xsd:date ; hd:endLatest "2020-08-02"^^xsd:date ; hd:endEdtf "2020-08-02~"^^edtf:EDTF .
ex:programme a hd:Programme ; hd:name "Relief for Bam" ; hd:quantity ex:total .
ex:product a hd:Product ; hd:name "QazVac" ; hd:developedBy ex:IRN .
ex:step a hd:Refusal ; hd:stepOf ex:m ; hd:agent ex:XNC ;
    hd:date "2003-12-02"^^xsd:date ; hd:dateLatest "2003-12-02"^^xsd:date ; hd:dateEdtf "2003-12-02"^^edtf:EDTF .
ex:town a hd:Place ; hd:name "Bam" ; hd:inCountry ex:IRN ; hd:latitude 29.1 ; hd:longitude 58.4 .

ex:JOR a hd:Country ; hd:name "Jordan"@en ; hd:iso3 "JOR" ; hd:iso2 "JO" ; hd:isoNumeric "400" ;
    hd:codeStatus code-status:official .
ex:IRN a hd:Country ; hd:name "Iran"@en ; hd:iso3 "IRN" .
ex:XNC a hd:Territory ; hd:name "Northern Cyprus"@en ; hd:iso3 "XNC" ;
    hd:codeStatus code-status:internal .
ex:jaf a hd:ArmedForce ; hd:name "Jordan Armed Forces" ; hd:homeCountry ex:JOR ; hd:unitOf ex:com ;
    hd:organisationKind organisation-kind:armed-force ; hd:start "1920-01-01"^^xsd:date .
ex:irc a hd:Organisation ; hd:name "Iranian Red Crescent" .
ex:caf a hd:Organisation ; hd:name "A carrier" ; hd:endLatest "2010-01-01"^^xsd:date .
ex:com a hd:Organisation ; hd:name "A command" .
ex:sta a hd:Organisation ; hd:name "A hospital" .
ex:hos a hd:Organisation ; hd:name "A host" .
ex:oic a hd:Grouping ; hd:name "Organisation of Islamic Cooperation"@en ; hd:shortName "OIC" .
ex:gm a hd:GroupingMembership ; hd:member ex:JOR ; hd:grouping ex:oic ; hd:start "1969-01-01"^^xsd:date ;
    hd:membershipStatus membership-status:member .
ex:recognition a hd:Recognition ; hd:recognisedParty ex:XNC ; hd:recognisedBy ex:JOR .
ex:relation a hd:BilateralRelation ; hd:relationParty ex:JOR , ex:IRN .
ex:state a hd:RelationState ; hd:stateOf ex:relation ; hd:relationState relation-state:ties-cut .

ex:bam a hd:NaturalDisaster ; hd:name "2003 Bam earthquake" ; hd:start "2003-12-26"^^xsd:date ;
    hd:occasionKind occasion-kind:earthquake ; hd:affected ex:IRN ; hd:glide "EQ-2003-000630-IRN" ;
    hd:onset "2003-12-26T05:26:00+03:30"^^xsd:dateTime .
ex:covid a hd:Epidemic ; hd:name "COVID-19 pandemic" ; hd:start "2020-01-30"^^xsd:date ; hd:global true ;
    hd:ofDisease ex:d .
ex:war a hd:Conflict ; hd:name "A war" ; hd:start "2015-01-01"^^xsd:date .
ex:routine a hd:RoutineEngagement ; hd:name "Routine" .
ex:outbreak a hd:Outbreak ; hd:inCountry ex:JOR ; hd:ofDisease ex:cholera ; hd:year 2017 .
ex:conflictyear a hd:ConflictYear ; hd:inCountry ex:XNC ; hd:ofCrisis ex:war ; hd:year 2016 ;
    hd:episodeStart "2015-03-26"^^xsd:date ; hd:conflictIdentifier "230" ; hd:intensity 2 ; hd:conflictType "3" .
ex:fighter a hd:ConflictParticipation ; hd:inConflict ex:war ; hd:conflictParty ex:jaf ;
    hd:conflictRole conflict-role:supporting .
ex:d a hd:Disease ; hd:name "COVID-19" ; hd:icd11 "RA01" ; hd:icd10 "U07.1" ; hd:meshId "D000086382" ;
    hd:mondoId "MONDO:0100096" ; hd:doid "DOID:0080600" .
ex:cholera a hd:Disease ; hd:name "Cholera" .

ex:q a hd:Quantity ; hd:amount 50.0 ; hd:unit "beds" ; hd:quantityKind quantity-kind:capacity .
ex:total a hd:Quantity ; hd:amount 40.0 ; hd:unit "beds" ; hd:quantityKind quantity-kind:staff .
ex:v a hd:Money ; hd:currency "USD" ; hd:asWritten "several million" .
ex:e a hd:DiplomaticEvent ; hd:eventType event-type:visit ; hd:participant ex:JOR , ex:IRN ;
    hd:relatedMission ex:m ; hd:date "2004-01-02"^^xsd:date ; hd:dateLatest "2004-01-03"^^xsd:date .
ex:c a hd:Claim ; hd:about ex:m ; hd:property "personnel" ; hd:value "150" ; hd:amount 150.0 ; hd:qualifier "so far" ;
    hd:date "2020-08-05"^^xsd:date ; hd:dateLatest "2020-08-06"^^xsd:date ; hd:claimedBy ex:p ;
    hd:claimTopic claim-topic:count ; hd:statedBy ex:JOR ; hd:concerns ex:IRN ; hd:supersedes ex:older ;
    hd:contradicts ex:older .
ex:older a hd:Claim ; hd:about ex:m ; hd:property "personnel" ; hd:value "100" ; hd:statedIn ex:doc ;
    hd:date "2020-07-01"^^xsd:date .
ex:p a hd:Publisher ; hd:name "Royal Hashemite Court" ; hd:publisherKind publisher-kind:government ;
    hd:affiliatedWith ex:JOR .
ex:copier a hd:Publisher ; hd:name "A copier" ; hd:copyOf ex:p .
ex:doc a hd:Document ; hd:url "https://example.org/a?b=c"^^xsd:anyURI ; hd:publishedBy ex:p .
ex:ds a hd:Dataset ; hd:name "Curated missions" ; hd:licence "CC0-1.0" .
ex:r a hd:Record ; hd:describes ex:m ; hd:statedIn ex:doc ; hd:fromDataset ex:ds ; hd:receivedGraph ex:g ;
    hd:originator "northland" ;
    hd:marking marking:green ; hd:reliability reliability:B ;
    hd:credibility credibility:2 ; hd:confidence confidence:medium .
ex:assessment a hd:Assessment ; hd:assesses ex:p ; hd:assessedBy ex:jaf ; hd:reliability reliability:C .
ex:naming a hd:NameJudgement ; hd:means ex:jaf ; hd:judgedName "JAF" ; hd:nameRole "organisation" ;
    hd:besideCountry ex:JOR ; hd:verdict verdict:positive .
ex:judgement a hd:Judgement ; hd:judges ex:m , ex:older ; hd:verdict verdict:unsure .
ex:concept a skos:Concept ; skos:notation "x" ; skos:definition "X."@en ;
    hd:exactCodeMatch 'glide:hazard="EQ"' ; hd:closeCodeMatch 'glide:hazard="EQ"' ;
    hd:broadCodeMatch 'glide:hazard="EQ"' .
"""


@dataclass(frozen=True, slots=True)
class Case:
    """GOOD with the values that one thing has for one property replaced, and the shapes with results then."""

    thing: str
    path: str
    values: str
    shapes: frozenset[str]

    def __str__(self) -> str:
        return f"{self.thing} {self.path} {self.values or 'nothing'}"

    @property
    def triples(self) -> frozenset[Triple]:
        """The broken data."""
        changed = read(f"ex:{self.thing} {self.path} {self.values} .") if self.values else frozenset()
        at = next(iter(read(f"ex:{self.thing} {self.path} ex:any .")))
        kept = {one for one in good() if (one.subject, one.predicate) != (at.subject, at.predicate)}
        return frozenset(kept | changed)


def read(turtle: str) -> frozenset[Triple]:
    """The triples of Turtle text with the prefixes known."""
    return frozenset(quad.triple for quad in parse((PROLOGUE + turtle).encode(), format=RdfFormat.TURTLE))


@cache
def good() -> frozenset[Triple]:
    """The triples of GOOD."""
    return read(GOOD)


def _case(thing: str, path: str, values: str, *shapes: str) -> Case:
    return Case(thing, path if ":" in path else f"hd:{path}", values, frozenset(shapes))


_OF_A_CLASS = (
    ("m", "sentBy"),
    ("m", "receivedBy"),
    ("m", "sendingOrganisation"),
    ("m", "receivingOrganisation"),
    ("m", "fundedBy"),
    ("m", "carriedBy"),
    ("m", "commandedBy"),
    ("m", "staffedBy"),
    ("m", "hostedBy"),
    ("m", "deliversProduct"),
    ("m", "atPlace"),
    ("m", "occasion"),
    ("m", "inResponseTo"),
    ("m", "partOfProgramme"),
    ("m", "quantity"),
    ("m", "monetaryValue"),
    ("product", "developedBy"),
    ("step", "stepOf"),
    ("step", "agent"),
    ("jaf", "homeCountry"),
    ("jaf", "unitOf"),
    ("gm", "member"),
    ("gm", "grouping"),
    ("recognition", "recognisedParty"),
    ("recognition", "recognisedBy"),
    ("state", "stateOf"),
    ("bam", "affected"),
    ("outbreak", "inCountry"),
    ("conflictyear", "ofCrisis"),
    ("fighter", "inConflict"),
    ("fighter", "conflictParty"),
    ("e", "participant"),
    ("e", "relatedMission"),
    ("c", "claimedBy"),
    ("c", "statedBy"),
    ("c", "concerns"),
    ("c", "supersedes"),
    ("c", "contradicts"),
    ("p", "affiliatedWith"),
    ("copier", "copyOf"),
    ("r", "statedIn"),
    ("r", "fromDataset"),
    ("doc", "publishedBy"),
    ("assessment", "assesses"),
    ("assessment", "assessedBy"),
)
"""Properties that point to a thing of some class; a concept is of none of those classes."""

_CONCEPTS = (
    ("m", "missionType", "missionType"),
    ("m", "status", "status"),
    ("m", "militaryInvolvement", "militaryInvolvement"),
    ("m", "usesCapability", "usesCapability"),
    ("JOR", "codeStatus", "codeStatus-official"),
    ("XNC", "codeStatus", "codeStatus-unofficial"),
    ("jaf", "organisationKind", "organisationKind"),
    ("gm", "membershipStatus", "membershipStatus"),
    ("state", "relationState", "relationState"),
    ("bam", "occasionKind", "occasionKind"),
    ("fighter", "conflictRole", "conflictRole"),
    ("q", "quantityKind", "quantityKind"),
    ("e", "eventType", "eventType"),
    ("c", "claimTopic", "claimTopic"),
    ("p", "publisherKind", "publisherKind"),
    ("r", "marking", "marking"),
    ("r", "reliability", "reliability"),
    ("r", "credibility", "credibility"),
)
"""Properties whose values are concepts of one scheme, with their shapes."""

_TEXTS = (
    ("m", "name"),
    ("m", "altName"),
    ("m", "description"),
    ("m", "note"),
    ("oic", "shortName"),
)
_PLAIN_TEXTS = (
    ("m", "identifier"),
    ("m", "beneficiaryGroup"),
    ("conflictyear", "conflictIdentifier"),
    ("conflictyear", "conflictType"),
    ("d", "icd10"),
    ("d", "meshId"),
    ("d", "mondoId"),
    ("d", "doid"),
    ("q", "unit"),
    ("c", "property"),
    ("c", "value"),
    ("c", "qualifier"),
    ("ds", "licence"),
)
_DATES = (
    ("m", "startLatest", "start-order"),
    ("m", "endLatest", "end-order", "start-before-end"),
    ("e", "dateLatest", "date-order"),
    ("conflictyear", "episodeStart"),
)
"""Properties whose values are dates, with the shapes that compare them with others."""

_REQUIRED = (
    ("m", "identifier", "identifier-stated"),
    ("m", "name", "name-required"),
    ("m", "missionType", "missionType-required"),
    ("m", "sentBy", "sentBy-required"),
    ("m", "status", "status-stated"),
    ("m", "receivedBy", "receivedBy-stated"),
    ("war", "start", "start-stated"),
    ("product", "developedBy", "developedBy-required"),
    ("step", "stepOf", "stepOf"),
    ("town", "inCountry", "inCountry"),
    ("IRN", "iso3", "iso3-required"),
    ("XNC", "codeStatus", "Territory"),
    ("gm", "member", "member"),
    ("gm", "grouping", "grouping"),
    ("gm", "membershipStatus", "membershipStatus-required"),
    ("recognition", "recognisedParty", "recognisedParty"),
    ("recognition", "recognisedBy", "recognisedBy"),
    ("relation", "relationParty", "relationParty"),
    ("state", "stateOf", "stateOf"),
    ("state", "relationState", "relationState-required"),
    ("outbreak", "inCountry", "inCountry"),
    ("outbreak", "ofDisease", "ofDisease-required"),
    ("outbreak", "year", "year-required"),
    ("conflictyear", "year", "year-required"),
    ("fighter", "inConflict", "inConflict"),
    ("fighter", "conflictParty", "conflictParty"),
    ("fighter", "conflictRole", "conflictRole-required"),
    ("q", "amount", "Quantity"),
    ("q", "unit", "unit-stated"),
    ("q", "quantityKind", "quantityKind-stated"),
    ("v", "asWritten", "Money"),
    ("v", "currency", "currency-required"),
    ("e", "eventType", "eventType-required"),
    ("e", "participant", "participant-required"),
    ("c", "about", "about"),
    ("c", "property", "property-required"),
    ("c", "value", "value-required"),
    ("c", "claimedBy", "Claim"),
    ("older", "date", "date-stated"),
    ("older", "statedIn", "Claim"),
    ("doc", "url", "Document"),
    ("doc", "publishedBy", "publishedBy-stated"),
    ("r", "marking", "marking-required"),
    ("r", "reliability", "reliability-required"),
    ("r", "credibility", "credibility-required"),
    ("r", "describes", "describes"),
    ("r", "fromDataset", "fromDataset"),
    ("r", "statedIn", "statedIn-of-mission"),
    ("assessment", "assesses", "assesses"),
    ("assessment", "reliability", "Assessment"),
    ("judgement", "judges", "judges"),
    ("judgement", "verdict", "verdict"),
    ("naming", "means", "means"),
    ("naming", "judgedName", "judgedName"),
    ("naming", "nameRole", "nameRole"),
    ("naming", "verdict", "verdict"),
)
"""Properties that must not be missing, with the shapes that say so."""

_ODD = (
    # Names and texts.
    ("m", "name", '"A"@en , "B"@EN', "name"),
    ("m", "name", "ex:name", "name"),
    ("oic", "shortName", '"A"@fr , "B"@fr', "shortName"),
    ("m", "description", '"A"@en , "B"@en', "description"),
    ("m", "identifier", '"a" , "b"', "identifier"),
    ("m", "identifier", '"a"@en', "identifier"),
    ("concept", "skos:notation", '"a" , "b"', "notation"),
    ("concept", "skos:definition", '"a"@en , "b"@en', "definition"),
    ("d", "name", "", "name-required"),
    ("programme", "name", "", "name-required"),
    ("concept", "exactCodeMatch", '"EQ"', "exactCodeMatch"),
    ("concept", "closeCodeMatch", "ex:earthquake", "closeCodeMatch"),
    ("concept", "broadCodeMatch", '"EQ"', "broadCodeMatch"),
    # Time.
    ("m", "start", '"2004-01-01"^^xsd:date', "start-order"),
    ("m", "start", '"2003-12"^^xsd:gYearMonth', "start", "start-order", "start-before-end"),
    ("m", "start", '"December 2003"', "start", "start-order", "start-before-end"),
    ("bam", "start", '"2003-12-26"^^xsd:date , "2003-12-27"^^xsd:date', "start"),
    ("jaf", "end", '"1990"', "end"),
    ("m", "end", '"2005-01-01"^^xsd:date', "end-order"),
    ("e", "date", '"2004-01-04"^^xsd:date', "date-order"),
    ("older", "date", '"2020"', "date"),
    ("older", "date", '"2020-07-02Z"^^xsd:date , "2020-07-01"^^xsd:date', "date"),
    ("m", "startEdtf", '"2003-12"', "startEdtf"),
    ("m", "startEdtf", '"December 2003"^^edtf:EDTF', "startEdtf"),
    ("m", "endEdtf", '"2003-"^^edtf:EDTF', "endEdtf"),
    ("step", "dateEdtf", '"2003-12-02" , "2003-12-02"^^edtf:EDTF', "dateEdtf"),
    ("m", "startLatest", '"2003-12-01"^^xsd:date', "start-precision"),
    ("m", "endLatest", '"2003-01-01"^^xsd:date', "end-precision", "start-before-end"),
    ("step", "dateEdtf", '"2003-12?"^^edtf:EDTF', "date-precision"),
    ("bam", "onset", '"2003-12-26T5:26:00"^^xsd:dateTime', "onset"),
    ("bam", "onset", '"2003-12-26"^^xsd:date', "onset"),
    ("jaf", "start", '"2004-01-01"^^xsd:date', "start-founded"),
    ("jaf", "endLatest", '"2003-11-30"^^xsd:date', "start-dissolved"),
    # Codes.
    ("IRN", "iso3", '"Irn"', "iso3"),
    ("JOR", "iso2", '"JOR"', "iso2"),
    ("JOR", "isoNumeric", '"0400"', "isoNumeric"),
    ("JOR", "codeStatus", "code-status:internal", "codeStatus-official"),
    ("XNC", "codeStatus", "code-status:official", "codeStatus-unofficial"),
    ("d", "icd11", '"COVID"', "icd11"),
    ("bam", "glide", '"EQ-2003-630-IRN"', "glide"),
    # Amounts.
    ("q", "amount", "-50.0", "amount"),
    ("q", "amount", "50", "amount"),
    ("q", "amount", '"many"', "amount"),
    ("q", "asWritten", "5", "asWritten"),
    ("v", "currency", '"usd"', "currency"),
    ("outbreak", "year", '"2017"^^xsd:gYear', "year"),
    ("outbreak", "year", "2017 , 2018", "year"),
    ("conflictyear", "intensity", "3", "intensity"),
    ("conflictyear", "intensity", "0", "intensity"),
    ("town", "latitude", "90.5", "latitude"),
    ("town", "longitude", "-180.5", "longitude"),
    ("town", "longitude", "58", "longitude"),
    # What a mission is.
    ("m", "status", "status:completed , status:refused", "status"),
    ("m", "status", '"completed"', "status"),
    ("m", "receivedBy", "ex:JOR"),  # a joint exercise, by its occasion: nothing is wrong with it
    ("trial", "missionType", "mission-type:equipment", "sentBy-other"),
    ("total", "quantityKind", "quantity-kind:capacity", "quantity-of-programme", "quantity-within-programme"),
    ("m", "inResponseTo", "ex:programme", "inResponseTo"),
    ("m", "sendingOrganisation", "ex:JOR", "sendingOrganisation"),
    # Whose, where, which.
    ("jaf", "homeCountry", "ex:oic", "homeCountry"),
    ("naming", "besideCountry", "ex:oic", "besideCountry"),
    ("gm", "grouping", "ex:jaf", "grouping"),
    ("relation", "relationParty", "ex:JOR , ex:jaf", "relationParty"),
    ("relation", "relationParty", "ex:JOR , ex:IRN , ex:XNC", "relationParty"),
    ("outbreak", "ofDisease", "ex:d , ex:cholera", "ofDisease-single"),
    ("covid", "ofDisease", "ex:war", "ofDisease"),
    ("covid", "global", '"yes"', "global"),
    ("covid", "global", '"yes"^^xsd:boolean', "global"),
    # Evidence.
    ("c", "about", '"HDM-0002"', "about"),
    ("c", "about", "ex:m , ex:trial", "about"),
    ("older", "date", '"2020-08-07"^^xsd:date', "supersedes-earlier"),
    ("r", "describes", '"HDM-0002"', "describes"),
    ("r", "receivedGraph", '"g"', "receivedGraph"),
    ("r", "originator", '"Northland!"', "originator"),
    ("r", "confidence", "confidence:low", "confidence-weak"),
    ("r", "confidence", "confidence:certain", "confidence", "confidence-weak"),
    ("doc", "url", '"javascript:alert(1)"^^xsd:anyURI', "url"),
    ("doc", "url", '"https://example.org"', "url"),
    ("m", "marking", "marking:red", "Marked"),
)
"""Everything else that can be wrong."""

CASES = (
    *(_case(thing, path, "confidence:high", path) for thing, path in _OF_A_CLASS),
    *(_case(thing, path, "confidence:other", shape) for thing, path, shape in _CONCEPTS),
    *(_case(thing, path, '""', path) for thing, path in (*_TEXTS, *_PLAIN_TEXTS)),
    *(_case(thing, path, "42", path) for thing, path in (*_TEXTS, *_PLAIN_TEXTS)),
    *(_case(thing, path, '"2003"', path, *others) for thing, path, *others in _DATES),
    *(_case(thing, path, "", shape) for thing, path, shape in _REQUIRED),
    *(_case(thing, path, values, *shapes) for thing, path, values, *shapes in _ODD),
)

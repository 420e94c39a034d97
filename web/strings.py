"""The words of the pages, in English and Arabic. Words for classes and properties come from the ontology instead."""

from collections.abc import Mapping
from types import MappingProxyType

LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "ar": "العربية"})
DIRECTIONS: Mapping[str, str] = MappingProxyType({"en": "ltr", "ar": "rtl"})
DEFAULT_LANGUAGE = "en"

STRINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # The frame of every page.
        "brand": ("Hakim", "حكيم"),
        "brand.line": ("Health diplomacy, with its evidence", "الدبلوماسية الصحية بأدلتها"),
        "skip": ("Skip to the content", "انتقل إلى المحتوى"),
        "nav": ("Main", "القائمة الرئيسية"),
        "home": ("Overview", "نظرة عامة"),
        "language": ("Language", "اللغة"),
        "search": ("Search", "بحث"),
        "search.label": (
            "Search for a country, mission, crisis or organisation",
            "ابحث عن بلد أو مهمة أو أزمة أو منظمة",
        ),
        "search.hint": (
            "Names in English or Arabic, parts of names, country codes, identifiers. Small spelling mistakes do not matter.",
            "أسماء بالعربية أو الإنجليزية، أو أجزاء منها، أو رموز البلدان، أو المعرّفات. ولا تضرّ الأخطاء الإملائية اليسيرة.",
        ),
        "footer.local": (
            "Everything on this page comes from this machine; nothing is loaded from outside.",
            "كل ما في هذه الصفحة من هذا الجهاز، ولا يُحمَّل شيء من خارجه.",
        ),
        "footer.unknown": (
            "What is not recorded is unknown: it is neither no nor zero.",
            "ما لم يُسجَّل فهو مجهول، لا نفيٌ ولا صفر.",
        ),
        # The first page.
        "home.title": ("Who helped whom, and on whose word", "من أعان مَن، واستناداً إلى قول مَن"),
        "home.lead": (
            "A graph of health missions between countries: field hospitals, medical teams, vaccines, training and"
            " funding, the crises they answered, and the source of every fact.",
            "شبكة للمهمات الصحية بين البلدان: المستشفيات الميدانية والفرق الطبية واللقاحات والتدريب والتمويل،"
            " والأزمات التي استجابت لها، ومصدر كل واقعة.",
        ),
        "home.counts": ("In this graph", "في هذه الشبكة"),
        "home.busiest": ("The most linked countries", "البلدان الأكثر ارتباطاً"),
        "home.empty": (
            "No missions are loaded yet. Load records with “hakim ingest”, or the shipped ones with “hakim demo”.",
            "لم تُحمَّل مهمات بعد. حمّل السجلات بالأمر hakim ingest، أو السجلات المرفقة بالأمر hakim demo.",
        ),
        "count.Mission": ("missions", "المهمات"),
        "count.countries": ("countries linked", "البلدان المرتبطة"),
        "count.Crisis": ("crises", "الأزمات"),
        "count.Organisation": ("organisations", "المنظمات"),
        "count.Claim": ("single claims", "الإفادات المفردة"),
        "count.Document": ("source documents", "الوثائق المصدرية"),
        # Search.
        "results": ("Search results", "نتائج البحث"),
        "results.for": ("Results for “{query}”", "نتائج البحث عن «{query}»"),
        "results.none": ("Nothing is found for “{query}”.", "لم يُعثر على شيء عن «{query}»."),
        "results.way_out": (
            "Try fewer letters or one word of the name, a three-letter country code (JOR), or an identifier (HDM-0001).",
            "جرّب حروفاً أقل، أو كلمة واحدة من الاسم، أو رمز بلد من ثلاثة أحرف (JOR)، أو معرّفاً (HDM-0001).",
        ),
        "results.ask": ("Type a name, a code or an identifier.", "اكتب اسماً أو رمزاً أو معرّفاً."),
        "results.similar": (
            "No name holds this text; these are spelt in a similar way.",
            "لا اسم يضم هذا النص؛ وهذه أسماء قريبة منه في الرسم.",
        ),
        "results.more": ("Only the best {limit} are shown.", "تُعرض أفضل {limit} نتيجة فقط."),
        "matched": ("Matched", "سبب الظهور"),
        "how.exact": ("is the {why}", "مطابق لـ{why}"),
        "how.prefix": ("begins the {why}", "في أول {why}"),
        "how.word": ("words of the {why}", "كلمات من {why}"),
        "how.part": ("part of the {why}", "جزء من {why}"),
        "how.similar": ("similar to the {why}", "قريب من {why}"),
        "why.name": ("name", "الاسم"),
        "why.short name": ("short name", "الاسم المختصر"),
        "why.other name": ("other name", "اسم آخر"),
        "why.code": ("code", "الرمز"),
        "why.identifier": ("identifier", "المعرّف"),
        "why.description": ("description", "الوصف"),
        # A thing and its facts.
        "names": ("Names", "الأسماء"),
        "facts": ("Facts", "الوقائع"),
        "fact": ("Fact", "الواقعة"),
        "value": ("Value", "القيمة"),
        "source": ("Source", "المصدر"),
        "sources": ("Sources", "المصادر"),
        "sources.none": ("No record describes this node itself.", "لا سجل يصف هذه العقدة نفسها."),
        "sources.more": ("{count} more records are not shown.", "سجلات أخرى غير معروضة: {count}."),
        "source.mark": ("Source {number}", "المصدر {number}"),
        "record": ("Record", "السجل"),
        "document": ("Document", "الوثيقة"),
        "publisher": ("Publisher", "الناشر"),
        "dataset": ("Dataset", "مجموعة البيانات"),
        "grade": ("Grade", "التقدير"),
        "unmarked": ("No marking: not releasable", "بلا درجة تداول: لا يجوز إخراجه"),
        "handling": ("Handling of this page", "تداول هذه الصفحة"),
        "also.stated": ("also stated: {values}", "وذُكر أيضاً: {values}"),
        "between": ("between {first} and {last}", "بين {first} و{last}"),
        "unsafe.address": ("address shown, not linked", "عنوان معروض بلا رابط"),
        "seen": ("Where it was read", "موضع القراءة"),
        "seen.at": ("line {line}, “{column}”: “{literal}”", "السطر {line}، «{column}»: «{literal}»"),
        "file": ("File", "الملف"),
        "sheet": ("Sheet", "الورقة"),
        "line": ("Line", "السطر"),
        "column": ("Column", "العمود"),
        "literal": ("Text in the source", "النص في المصدر"),
        "retrieved": ("Retrieved", "تاريخ الحصول"),
        "claims": ("What single sources say", "ما تقوله المصادر منفردة"),
        "claims.note": (
            "Rival statements stay side by side; they are never added up.",
            "تبقى الأقوال المتعارضة جنباً إلى جنب، ولا تُجمع أبداً.",
        ),
        "claims.more": ("Only the first {limit} are shown.", "تُعرض أول {limit} فقط."),
        "links": ("Links", "الروابط"),
        "links.all": ("All {count}", "الكل: {count}"),
        "links.of": ("{relation}: {name}", "{relation}: {name}"),
        "links.range": ("{first}–{last} of {count}", "{first}–{last} من {count}"),
        "previous": ("Previous", "السابق"),
        "next": ("Next", "التالي"),
        "back": ("Back to {name}", "عودة إلى {name}"),
        "identifier": ("Identifier", "المعرّف"),
        "untagged": ("no language", "بلا لغة"),
        "cut": ("… (cut; {count} characters)", "… (مقتطع؛ {count} حرفاً)"),
        # Drawings and their tables.
        "drawing": ("Drawing", "الرسم"),
        "drawing.label": (
            "Drawing of {nodes} things and {edges} links. The table below it says the same.",
            "رسم فيه {nodes} من العناصر و{edges} من الروابط. والجدول أدناه يبيّن الأمر نفسه.",
        ),
        "drawing.noscript": (
            "The drawing needs JavaScript. The table below says the same.",
            "يحتاج الرسم إلى JavaScript. والجدول أدناه يبيّن الأمر نفسه.",
        ),
        "drawing.failed": (
            "The drawing could not be loaded. The table below says the same.",
            "تعذّر تحميل الرسم. والجدول أدناه يبيّن الأمر نفسه.",
        ),
        "drawing.hint": (
            "Choose a shape or a line to read about it here; choose a shape twice to open its page.",
            "اختر شكلاً أو خطاً لتقرأ عنه هنا، وانقر الشكل مرتين لفتح صفحته.",
        ),
        "drawing.part": ("Showing {shown} of {total}.", "المعروض {shown} من {total}."),
        "drawing.strongest": ("Those with most missions come first.", "الأكثر مهماتٍ أولاً."),
        "drawing.latest": ("The latest come first.", "الأحدث أولاً."),
        "drawing.more": ("Show up to {limit}", "اعرض حتى {limit}"),
        "drawing.most": (
            "A drawing of more than {limit} things cannot be read; the lists below hold the rest.",
            "لا يُقرأ رسم فيه أكثر من {limit} من العناصر، وبقيتها في القوائم أدناه.",
        ),
        "drawing.ties": ("Around {name}: who helped whom", "حول {name}: من أعان مَن"),
        "drawing.missions": ("Around {name}: latest missions", "حول {name}: أحدث المهمات"),
        "drawing.around": ("Around {name}", "حول {name}"),
        "drawing.empty": ("Nothing is linked here yet.", "لا روابط هنا بعد."),
        "view": ("View", "العرض"),
        "view.ties": ("Ties between countries", "الصلات بين البلدان"),
        "view.missions": ("Latest missions", "أحدث المهمات"),
        "zoom.in": ("Zoom in", "تكبير"),
        "zoom.out": ("Zoom out", "تصغير"),
        "zoom.fit": ("Show all", "عرض الكل"),
        "open": ("Open", "فتح"),
        "legend": ("Legend", "مفتاح الرسم"),
        "table": ("The drawing as a table", "الرسم في جدول"),
        "from": ("From", "من"),
        "relation": ("Relation", "العلاقة"),
        "to": ("To", "إلى"),
        "details": ("Details", "التفاصيل"),
        "edge.aided": ("helped", "أعان"),
        "edge.announced": ("announced help, delivery not recorded", "إعانة مُعلَنة لم يُسجَّل تسليمها"),
        "edge.sends": ("sends", "يُرسل"),
        "edge.receives": ("is received by", "يتلقّاها"),
        "edge.answers": ("answers", "استجابةً لـ"),
        "edge.belongs": ("is part of", "ضمن"),
        "edge.title": ("{source} → {target}: {told}", "{source} ← {target}: {told}"),
        "edge.told": ("{word}, {detail}", "{word}، {detail}"),
        "edge.other": ("other link", "رابط آخر"),
        "tie.years": ("{missions}, {years}", "{missions}، {years}"),
        "tie.with": ("{told}; {more}", "{told}؛ {more}"),
        "tie.announced": ("{count} announced only", "مُعلَن فقط: {count}"),
        "tie.refused": ("{count} refused or blocked", "مرفوض أو ممنوع: {count}"),
        # Words for a link seen from its object; seen from its subject, the ontology's word is used.
        "in.SENT_BY": ("missions sent", "مهمات أرسلها"),
        "in.RECEIVED_BY": ("missions received", "مهمات تلقّاها"),
        "in.SENDING_ORGANISATION": ("missions carried out", "مهمات نفّذتها"),
        "in.RECEIVING_ORGANISATION": ("missions received", "مهمات تلقّتها"),
        "in.IN_RESPONSE_TO": ("missions in response", "مهمات استجابت لها"),
        "in.OCCASION": ("missions on this occasion", "مهمات في هذه المناسبة"),
        "in.PART_OF_PROGRAMME": ("missions of the programme", "مهمات البرنامج"),
        "in.AFFECTED": ("crises that struck it", "أزمات أصابته"),
        "in.OF_DISEASE": ("epidemics and programmes of it", "أوبئة وبرامج تتعلق به"),
        "in.HOME_COUNTRY": ("organisations at home here", "منظمات تنتمي إليه"),
        "in.MEMBER": ("memberships", "العضويات"),
        "in.GROUPING": ("memberships in it", "العضويات فيه"),
        "in.PARTICIPANT": ("events with it", "أحداث شارك فيها"),
        "in.RELATED_MISSION": ("events beside it", "أحداث إلى جانبها"),
        "in.CLAIMED_BY": ("claims made", "إفادات صدرت عنه"),
        "in.STATED_IN": ("stated here", "ما ورد فيه"),
        "in.PUBLISHED_BY": ("published by it", "ما نشره"),
        "in.FROM_DATASET": ("its records", "سجلاتها"),
        "in.DESCRIBES": ("records about it", "سجلات تصفه"),
        "in.ABOUT": ("claims about it", "إفادات بشأنه"),
        "in.other": ("{relation} (from there)", "{relation} (من هناك)"),
        # Values.
        "true": ("yes", "نعم"),
        "false": ("no", "لا"),
        # When something is wrong.
        "problem.400": ("This address cannot be used", "لا يمكن استعمال هذا العنوان"),
        "problem.403": ("This name is not served", "هذا الاسم غير مخدوم"),
        "problem.404": ("This is not in the graph", "هذا ليس في الشبكة"),
        "problem.405": ("Pages are only read here", "الصفحات هنا للقراءة فقط"),
        "problem.500": ("Something is broken in the viewer", "حدث خلل في المستعرض"),
        "problem.503": ("The graph cannot be reached", "تعذّر الوصول إلى الشبكة"),
        "problem.400.why": (
            "A part of the address is missing, too long or not of the right form.",
            "جزء من العنوان مفقود أو طويل جداً أو على غير الصيغة المطلوبة.",
        ),
        "problem.403.why": (
            "The viewer answers only to the names of this machine. Open it by the address that “hakim serve” printed.",
            "لا يستجيب المستعرض إلا لأسماء هذا الجهاز. افتحه بالعنوان الذي طبعه الأمر hakim serve.",
        ),
        "problem.404.why": (
            "No page or node has this address. It may have been withdrawn, or is not part of what you may see."
            " Search for its name.",
            "لا صفحة ولا عقدة بهذا العنوان. ربما سُحبت، أو ليست مما يجوز لك الاطلاع عليه. ابحث عن اسمها.",
        ),
        "problem.405.why": ("Only reading is possible.", "لا يمكن إلا القراءة."),
        "problem.500.why": (
            "The fault was written to the log of the viewer. Go back, or start from the overview.",
            "سُجّل الخلل في سجل المستعرض. عُد إلى الصفحة السابقة أو ابدأ من النظرة العامة.",
        ),
        "problem.503.why": (
            "Look at it with “hakim status”, start it with “hakim engine start”, then load this page again.",
            "افحصها بالأمر hakim status، وشغّلها بالأمر hakim engine start، ثم أعد تحميل الصفحة.",
        ),
    }
)

COUNTED: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = MappingProxyType(
    {
        "missions": (
            {"one": "1 mission", "other": "{n} missions"},
            {
                "one": "مهمة واحدة",
                "two": "مهمتان",
                "few": "{n} مهمات",
                "many": "{n} مهمة",
                "other": "{n} مهمة",
            },
        ),
    }
)
"""Nouns with their number, by the plural categories of CLDR."""

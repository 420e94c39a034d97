"""What workbooks to fill in say to people, in each of their languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Words:
    """What a workbook says in one language: the name of its sheet of lists, and a hint for fields."""

    lists: str
    required: str
    several: str
    listed: str
    hints: Mapping[str, str]


WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "en": Words(
            lists="Lists",
            required="Required.",
            several="Several are separated by a semicolon.",
            listed="Choose from the list.",
            hints={
                "name": "What the mission is called, in a few words.",
                "sender": "The states that send. Leave it empty where only an organisation sends.",
                "occasion": "The crisis that the mission answers, by its name in Hakim; empty where it is not known.",
                "start": "2024, 2024-05, 2024-05-17, or 2024-05? where it is not certain.",
                "end": "As the start; empty while the mission goes on.",
                "quantity": "One number; the unit stands in the next column.",
                "unit": "What is counted, such as doctors, beds or doses.",
                "value_usd": "One number, in US dollars only.",
                "military": "Leave it empty where nobody knows.",
                "source_url": "It begins with https:// or http://.",
                "confidence": "How sure the record is that the mission took place as it says.",
            },
        ),
        "ar": Words(
            lists="القوائم",
            required="خانة مطلوبة.",
            several="تُفصل القيم المتعددة بفاصلة منقوطة لاتينية (;).",
            listed="اختر من القائمة.",
            hints={
                "name": "اسم المهمة في كلمات قليلة.",
                "sender": "الدول المرسلة. اترك الخانة فارغة إذا كانت الجهة المرسلة منظمة فقط.",
                "occasion": "الأزمة التي تستجيب لها المهمة باسمها في حكيم، وتُترك الخانة فارغة إن لم تُعرف.",
                "start": "2024 أو 2024-05 أو 2024-05-17، أو 2024-05? إذا كان التاريخ غير مؤكد.",
                "end": "بصيغة تاريخ البدء، وتُترك الخانة فارغة ما دامت المهمة مستمرة.",
                "quantity": "عدد واحد، والوحدة في العمود التالي.",
                "unit": "ما يُعدّ، مثل أطباء أو أسرّة أو جرعات.",
                "value_usd": "عدد واحد، بالدولار الأمريكي فقط.",
                "military": "اترك الخانة فارغة إذا كان الأمر غير معروف.",
                "source_url": "يبدأ الرابط بـ https:// أو http://.",
                "confidence": "مدى التأكد من أن المهمة جرت كما هو مسجل.",
            },
        ),
    }
)
"""The languages of templates."""

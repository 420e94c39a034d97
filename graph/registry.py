"""The registry: a bijection between terms of RDF and names in the property graph.

A name is a function of the term alone (its declaration in the vocabulary, a shipped prefix, or its hash),
never of the order of loading. What a hash hides is kept as entries, which travel with the database.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph.entries import Kind, Name, NameTable, TermEntry
from graph.keys import IriKey, Key, LiteralKey, TypesKey
from graph.layers import Layer, layer_of
from graph.model import TYPES
from graph.names import REFERENCE, ForeignNames, NameProblem, hashed_name, is_digest
from ontology.namespaces import PREFIXES
from ontology.vocabulary import KeyTerm, Vocabulary

__all__ = ["RDF_TYPE", "Registry", "TermEntry"]

RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Registry:
    """Names of a vocabulary and of everything foreign to it.

    It remembers what it has named. A name that it never gave nor learnt can be read too, unless it is hashed.
    """

    def __init__(self, vocabulary: Vocabulary, prefixes: Mapping[str, str] = PREFIXES) -> None:
        self._vocabulary = vocabulary
        self._foreign = ForeignNames(prefixes)
        self._table = NameTable()
        self._labels: dict[str, str] = {}
        self._edges: dict[str, str] = {}
        self._predicates: dict[str, NamedNode] = {}
        self._literal_keys: dict[tuple[str, str], LiteralKey] = {}
        self._iri_keys: dict[tuple[str, Kind], IriKey] = {}
        self._closures: dict[frozenset[str], tuple[str, ...]] = {}
        self._layers: dict[str, Layer] = {}
        self._shown: dict[str, set[str]] = {}
        self.types = TypesKey(TYPES, NamedNode(RDF_TYPE), self.label, self.label_iri)
        self._keys: dict[str, Key] = {TYPES: self.types}
        self._declare()

    # --- classes ---

    def label(self, iri: str) -> str:
        """The name of a class: in `types`, and for a class of the vocabulary alone also a node label."""
        name = self._labels.get(iri)
        if name is None:
            declared = self._vocabulary.classes.get(iri)
            name = declared.label if declared else self._foreign.name(iri)
            self._table.enter(TermEntry(name, iri, "label"))
            self._labels[iri] = name
        return name

    def label_iri(self, name: str) -> str:
        """The class of a name in `types`."""
        iri = self._table.iri("label", name)
        if iri is None:
            iri = self._foreign_iri(name, "class")
            _confirm(self.label(iri), name, "class")
        return iri

    def labels(self, class_iris: Iterable[str]) -> tuple[str, ...]:
        """The node labels of asserted classes: superclasses too, most specific first."""
        declared = frozenset(iri for iri in class_iris if iri in self._vocabulary.classes)
        if declared not in self._closures:
            self._closures[declared] = self._vocabulary.closure(sorted(declared))
        return self._closures[declared]

    # --- predicates between nodes ---

    def edge(self, iri: str) -> str:
        """The edge type of a predicate; in the hashed form when the vocabulary made it a key."""
        name = self._edges.get(iri)
        if name is None:
            name = self._edge_name(iri)
            self._table.enter(TermEntry(name, iri, "edge"))
            self._edges[iri] = name
        return name

    def predicate(self, edge_type: str) -> NamedNode:
        """The predicate of an edge type."""
        node = self._predicates.get(edge_type)
        if node is None:
            iri = self._table.iri("edge", edge_type) or self._foreign_iri(edge_type, "edge type")
            _confirm(self.edge(iri), edge_type, "edge type")
            node = self._predicates[edge_type] = NamedNode(iri)
        return node

    # --- keys ---

    def literal_key(self, iri: str, language: str) -> LiteralKey:
        """The key of a predicate's literals in one language ("" for none)."""
        key = self._literal_keys.get((iri, language))
        if key is None:
            key = self._make_literal_key(iri, language)
            self._table.enter(TermEntry(key.name, iri, "key", key.datatype, language, key.many))
            self._literal_keys[iri, language] = key
            self._keys[key.name] = key
        return key

    def concept_key(self, iri: str) -> IriKey | None:
        """The key of a predicate whose values the vocabulary takes from a concept scheme."""
        known = self._iri_keys.get((iri, "concept"))
        if known:
            return known
        declared = self._vocabulary.keys.get(iri)
        if declared is None or not declared.value_space:
            return None
        key = IriKey(declared.key, NamedNode(iri), declared.many, declared.value_space)
        return self._keep_iri_key(key, "concept")

    def node_key(self, iri: str) -> Key | None:
        """The key of an IRI-valued fact of a node; None when that fact is an edge."""
        return self.types if iri == RDF_TYPE else self.concept_key(iri)

    def edge_key(self, iri: str) -> Key:
        """The key of an IRI-valued fact of a reifier: a concept's, else a list of whole IRIs."""
        known = self.concept_key(iri) or self._iri_keys.get((iri, "reference"))
        if known:
            return known
        name = f"{self._foreign.name(iri)}_{REFERENCE}"
        return self._keep_iri_key(IriKey(name, NamedNode(iri), many=True, space=""), "reference")

    def key(self, name: str) -> Key:
        """The key that a property's name stands for."""
        key = self._keys.get(name)
        if key is None:
            key = self._parse_key(name)
            _confirm(key.name, name, "property")
        return key

    # --- merged views ---

    @property
    def layers(self) -> Mapping[str, Layer]:
        """What names of graphs stand for in a merged view, as far as that is not what they say."""
        return self._layers

    def shown_as(self, iri: str) -> list[str]:
        """The names under which facts of a thing or a record may be shown, its own among them."""
        return sorted({iri, *self._shown.get(iri, ())})

    def restored(self, quad: Quad) -> Quad:
        """A quad that the graph shows, as its record states it."""
        name = quad.graph_name
        layer = self._layers.get(name.value) if isinstance(name, NamedNode) else None
        return layer.restored(quad) if layer else quad

    # --- entries ---

    def entries(self) -> tuple[TermEntry, ...]:
        """Every name: those of the whole vocabulary, and all that were given or learnt since. Layers are no names."""
        return self._table.all()

    def entries_for(self, names: Iterable[Name]) -> tuple[TermEntry, ...]:
        """The entries of names that this registry has given or learnt (see `fragment_names`)."""
        return self._table.of(names)

    def learn(self, entries: Iterable[TermEntry]) -> None:
        """Take in what a database knows; raises NameProblem when another vocabulary wrote it.

        Its layers take the place of those of any other database.
        """
        told = list(entries)
        self._layers.clear()
        self._shown.clear()
        self.learn_layers(entry for entry in told if entry.kind == "layer")
        for entry in told:
            if entry.kind == "layer":
                continue
            self._name_again(entry)
            if entry not in self._table:
                raise NameProblem(
                    f"The graph names <{entry.iri}> {entry.name!r} ({entry.kind}), this version does not.",
                    hint="It was written with another vocabulary: run `hakim rebuild`.",
                )

    def learn_layers(self, entries: Iterable[TermEntry]) -> None:
        """Take in layers beside those that are known."""
        for entry in entries:
            layer = self._layers[entry.name] = layer_of(entry)
            if entry.name != layer.graph:
                self._shown.setdefault(layer.graph, set()).add(entry.name)
            for shown, original in layer.originals.items():
                self._shown.setdefault(original, set()).add(shown)

    def _name_again(self, entry: TermEntry) -> None:
        match entry.kind:
            case "label":
                self.label(entry.iri)
            case "edge":
                self.edge(entry.iri)
            case "key":
                self.literal_key(entry.iri, entry.language)
            case "concept" | "reference":
                self.edge_key(entry.iri)

    # --- how names are made ---

    def _declare(self) -> None:
        """Enter every term of the vocabulary: a clash shows at once, not at some later document."""
        for iri in self._vocabulary.classes:
            self.label(iri)
        for iri in self._vocabulary.edges:
            if self._table.iri("label", self.edge(iri)):
                raise NameProblem(
                    f"{self.edge(iri)!r} names a class and an edge.", hint="Rename one of them."
                )
        for iri, term in self._vocabulary.keys.items():
            if not self.concept_key(iri):
                self.literal_key(iri, "")
            if term.key in self._foreign:
                raise NameProblem(f"The key {term.key!r} of <{iri}> is a shipped prefix.", hint="Rename it.")

    def _edge_name(self, iri: str) -> str:
        declared = self._vocabulary.edges.get(iri)
        if declared:
            return declared.edge
        return hashed_name(iri) if iri in self._vocabulary.keys else self._foreign.name(iri)

    def _make_literal_key(self, iri: str, language: str) -> LiteralKey:
        if language:
            # Refuses a tag that no name could carry: such a term did not come from a strict parser.
            Literal("", language=language)
        suffix = f"_{language.lower().replace('-', '_')}" if language else ""
        declared = self._plain_key(iri)
        if declared:
            name = declared.key + suffix
            return LiteralKey(name, NamedNode(iri), declared.many, language, declared.datatype)
        known = iri in self._vocabulary.keys or iri in self._vocabulary.edges
        name = (hashed_name(iri) if known else self._foreign.name(iri)) + suffix
        return LiteralKey(name, NamedNode(iri), many=True, language=language, datatype="")

    def _plain_key(self, iri: str) -> KeyTerm | None:
        declared = self._vocabulary.keys.get(iri)
        return declared if declared and not declared.value_space else None

    def _keep_iri_key(self, key: IriKey, kind: Kind) -> IriKey:
        self._table.enter(TermEntry(key.name, key.predicate.value, kind, multi=key.many))
        self._iri_keys[key.predicate.value, kind] = key
        self._keys[key.name] = key
        return key

    # --- how names are read ---

    def _foreign_iri(self, name: str, what: str) -> str:
        iri = self._table.hashed_iri(name) or self._foreign.iri(name)
        if iri is None:
            raise NameProblem(
                f"The {what} {name!r} stands for no term that is known here.",
                hint="Undo the edit, or learn the graph's own registry first.",
            )
        return iri

    def _parse_key(self, name: str) -> Key:
        """The key of a name never given here: base and hash or prefix, then a language or `reference`."""
        base, *tail = name.split("_")
        iri = None if tail and is_digest(tail[0]) else self._table.iri("key", base)
        if iri is None:
            iri = self._foreign_iri("_".join([base, *tail[:1]]), "property")
            tail = tail[1:]
        if tail == [REFERENCE]:
            return self.edge_key(iri)
        try:
            return self.literal_key(iri, "-".join(tail))
        except ValueError as error:
            raise NameProblem(f"The property {name!r} ends in no language: {error}.") from error


def _confirm(made: str, name: str, what: str) -> None:
    if made != name:
        raise NameProblem(f"The {what} {name!r} is not what this graph calls it: that is {made!r}.")

"""`hakim key`: the keys that sign releases, and those of partners that are trusted."""

from pathlib import Path

import click

from exchange.keys import KeyRing, public_line
from exchange.signature import PublicKey
from hakim.commands.common import existing_file, json_option, settings
from hakim.output import print_json, print_table, say
from ontology.errors import UsageProblem


def key_ring() -> KeyRing:
    """The key ring of this home."""
    return KeyRing(settings().home / "keys")


@click.group()
def key() -> None:
    """Makes, lists, rotates and exports keys, and trusts those of partners.

    Example: hakim key new
    """


@key.command()
@json_option
def new(*, as_json: bool) -> None:
    """Makes the key that signs releases, and the secret from which names for partners are made.

    Keep a copy of the folder `keys`: without its secret, names change for every partner.

    Example: hakim key new
    """
    _show(key_ring().new(), as_json=as_json)


@key.command()
@json_option
def rotate(*, as_json: bool) -> None:
    """Makes a new key in the place of the current one. Packages carry the old key's word for it.

    Example: hakim key rotate
    """
    _show(key_ring().rotate().new, as_json=as_json)


def _show(made: PublicKey, *, as_json: bool) -> None:
    if as_json:
        print_json({"key": made.key_id})
    else:
        say(f"Releases are signed with {made.key_id}.")


@key.command(name="list")
@json_option
def list_keys(*, as_json: bool) -> None:
    """Lists the keys of this desk, the current one last, and those that are trusted for each partner.

    Example: hakim key list
    """
    ring = key_ring()
    own = [{"whose": "ours", "key": one.key_id, "name": ""} for one in ring.own()]
    theirs = [
        {"whose": partner, "key": pinned.key.key_id, "name": pinned.name}
        for partner in ring.partners()
        for pinned in ring.pinned(partner)
    ]
    if as_json:
        print_json([*own, *theirs])
    else:
        print_table(["whose", "key", "name"], [list(one.values()) for one in (*own, *theirs)])


@key.command()
@click.option("--name", required=True, help="What partners know this desk as.")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="The file; else standard output."
)
def export(name: str, output: Path | None) -> None:
    """Writes the public key, for partners to trust.

    Tell them its name by another way than the file, so that they can compare.

    Example: hakim key export --name southland -o southland.pub
    """
    signer = key_ring().signer()
    line = public_line(signer.public, name)
    if output:
        output.write_text(line, encoding="utf-8")
        say(f"{signer.key_id} is in {output}.")
    else:
        click.echo(line, nl=False)


@key.command()
@click.argument("partner")
@click.argument("file", type=existing_file, required=False)
@click.option("--remove", metavar="KEY", help="Trust this key no longer.")
@json_option
def trust(partner: str, file: Path | None, remove: str | None, *, as_json: bool) -> None:
    """Trusts the key in FILE for what comes from PARTNER, or one no longer.

    Compare the name that is printed with what the partner says by another way.

    Example: hakim key trust northland northland.pub
    """
    ring = key_ring()
    if remove:
        ring.distrust(partner, remove)
        told = {"partner": partner, "removed": remove}
    elif file:
        told = {"partner": partner, "key": ring.trust(partner, file.read_text(encoding="utf-8")).key.key_id}
    else:
        raise UsageProblem("No key is given.", hint="Give the FILE of a public key, or --remove KEY.")
    if as_json:
        print_json(told)
    else:
        say(f"{partner}: " + (f"{remove} is trusted no longer." if remove else f"{told['key']} is trusted."))

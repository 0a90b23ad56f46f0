#!/usr/bin/env python3
"""Writes man(7) pages of a program and its verbs from the program's own declaration (--experimental-dump-help).

usage: manuals.py [--section N] PROGRAM DIRECTORY
"""
import json
import os
import subprocess
import sys
import textwrap

EXIT_STATUS = [
    ("0", "done"), ("1", "failed; the message has a code and says what to do"), ("2", "wrong usage"),
    ("3", "the daemon cannot be reached"), ("4", "something is wrong, as the output says"), ("5", "denied"),
]
FILES = [
    ("/etc/intone/intone.yaml", "configuration; every key is optional"),
    ("/etc/intone/models/", "the operator's own role models; they come before the package's"),
    ("/var/lib/intone/", "inbox, archive, quarantine, store"),
    ("/run/intone/intone.sock", "the daemon's socket"),
]
ENVIRONMENT = [
    ("INTONE_SOCKET", "the daemon's socket"), ("INTONE_STORE", "the store"), ("INTONE_MODELS", "directories of role models, separated by colons"),
]


def roff(text):
    """Text with what groff would read as its own escaped."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in ".'" else line for line in text.split("\n"))


def spelled(argument):
    """How an option is written on the command line."""
    names = ["--" + n["name"] if n["kind"] == "long" else "-" + n["name"] for n in argument.get("names", [])]
    value = argument.get("valueName", "value")
    if argument["kind"] == "positional":
        return f"<{value}>"
    return ", ".join(names) + ("" if argument["kind"] == "flag" else f" <{value}>")


def synopsis(argument):
    if argument["kind"] == "positional":
        text = f"<{argument.get('valueName', 'value')}>" + (" ..." if argument.get("isRepeating") else "")
    else:
        preferred = argument.get("preferredName") or argument["names"][0]
        text = ("--" if preferred["kind"] == "long" else "-") + preferred["name"]
        text += "" if argument["kind"] == "flag" else f" <{argument.get('valueName', 'value')}>"
    return f"[{text}]" if argument.get("isOptional") else text


def paragraphs(text):
    lines = []
    for line in text.split("\n"):
        # An indented line is an example, and stays as it is.
        if line.startswith("  "):
            lines += [".nf", ".RS 4", roff(line.strip()), ".RE", ".fi"]
        elif line.strip():
            lines += [roff(line)]
        else:
            lines += [".PP"]
    return lines


def page(command, path, section, version):
    name = "-".join(path)
    arguments = [a for a in command.get("arguments", []) if a.get("shouldDisplay", True)]
    out = [f'.TH "{name.upper()}" "{section}" "" "{version}" "Intone"', ".SH NAME", f"{roff(name)} \\- {roff(command.get('abstract', '').rstrip('.'))}"]
    out += [".SH SYNOPSIS", f".B {roff(' '.join(path))}", roff(" ".join(synopsis(a) for a in arguments) + (" <verb>" if command.get("subcommands") else ""))]
    if command.get("discussion"):
        out += [".SH DESCRIPTION"] + paragraphs(command["discussion"])
    if arguments:
        out += [".SH OPTIONS"]
        for argument in arguments:
            out += [".TP", f".B {roff(spelled(argument))}", roff(argument.get("abstract") or "")]
            if argument.get("defaultValue"):
                out += [f"Default: {roff(argument['defaultValue'])}."]
    verbs = [c for c in command.get("subcommands", []) if c["commandName"] != "help"]
    if verbs:
        out += [".SH VERBS"]
        for verb in verbs:
            out += [".TP", f".BR {roff('-'.join(path + [verb['commandName']]))} ({section})", roff(verb.get("abstract", ""))]
    out += [".SH EXIT STATUS"]
    for code, meaning in EXIT_STATUS:
        out += [".TP", f".B {code}", roff(meaning)]
    out += [".SH ENVIRONMENT"]
    for variable, meaning in ENVIRONMENT:
        out += [".TP", f".B {variable}", roff(meaning)]
    out += [".SH FILES"]
    for file, meaning in FILES:
        out += [".TP", f".I {roff(file)}", roff(meaning)]
    others = [("intone", 1), ("intoned", 8)]
    out += [".SH SEE ALSO", ", ".join(f"\\fB{n}\\fR({s})" for n, s in others if n != name), ".PP", "/usr/share/doc/intone/"]
    return "\n".join(out) + "\n"


def write(command, path, directory, section, version):
    with open(os.path.join(directory, f"{'-'.join(path)}.{section}"), "w", encoding="utf-8") as file:
        file.write(page(command, path, section, version))
    for verb in command.get("subcommands", []):
        if verb["commandName"] != "help":
            write(verb, path + [verb["commandName"]], directory, section, version)


def main(arguments):
    section = 1
    if arguments[:1] == ["--section"]:
        section, arguments = int(arguments[1]), arguments[2:]
    if len(arguments) != 2:
        sys.exit(textwrap.dedent(__doc__))
    program, directory = arguments
    dump = json.loads(subprocess.run([program, "--experimental-dump-help"], check=True, capture_output=True, text=True).stdout)
    version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    os.makedirs(directory, exist_ok=True)
    write(dump["command"], [dump["command"]["commandName"]], directory, section, version)


if __name__ == "__main__":
    main(sys.argv[1:])

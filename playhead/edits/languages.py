"""Which language a file is in, by its name: aliases of pygments' lexers, without asking pygments."""

from __future__ import annotations

import posixpath

_BY_SUFFIX = {
    "bash": "sh bash zsh ksh bats",
    "c": "c h",
    "clojure": "clj cljs edn",
    "cmake": "cmake",
    "cpp": "cc cpp cxx hh hpp hxx ino",
    "csharp": "cs",
    "css": "css",
    "cuda": "cu cuh",
    "cython": "pyx pxd pxi",
    "dart": "dart",
    "diff": "diff patch",
    "elixir": "ex exs",
    "erlang": "erl hrl",
    "fortran": "f90 f95 f03 f08",
    "fsharp": "fs fsx",
    "go": "go",
    "graphql": "graphql gql",
    "groovy": "groovy gradle",
    "haskell": "hs",
    "html": "html htm xhtml svelte",
    "html+jinja": "j2 jinja jinja2",
    "ini": "ini cfg conf editorconfig",
    "java": "java",
    "javascript": "js mjs cjs jsx",
    "json": "json jsonl ipynb webmanifest geojson",
    "julia": "jl",
    "kotlin": "kt kts",
    "less": "less",
    "common-lisp": "lisp cl el",
    "lua": "lua",
    "markdown": "md markdown mdx",
    "nix": "nix",
    "objective-c": "m mm",
    "ocaml": "ml mli",
    "perl": "pl pm t",
    "php": "php",
    "powershell": "ps1 psm1",
    "protobuf": "proto",
    "python": "py pyi pyw bzl star",
    "r": "r",
    "rst": "rst",
    "ruby": "rb rake gemspec",
    "rust": "rs",
    "sass": "sass",
    "scala": "scala sbt",
    "scss": "scss",
    "sql": "sql",
    "swift": "swift",
    "systemverilog": "sv svh",
    "terraform": "tf tfvars hcl",
    "tex": "tex sty",
    "toml": "toml lock",
    "typescript": "ts mts cts",
    "tsx": "tsx",
    "verilog": "v",
    "vue": "vue",
    "xml": "xml xsd xsl svg plist csproj",
    "yaml": "yaml yml",
    "zig": "zig",
}
_BY_NAME = {
    "makefile": "make",
    "gnumakefile": "make",
    "dockerfile": "docker",
    "containerfile": "docker",
    "cmakelists.txt": "cmake",
    "rakefile": "ruby",
    "gemfile": "ruby",
    "jenkinsfile": "groovy",
    "build": "python",
    "workspace": "python",
    "package-lock.json": "json",
    "pipfile": "toml",
    ".bashrc": "bash",
    ".profile": "bash",
    ".zshrc": "bash",
    ".gitconfig": "ini",
    "go.mod": "go",
}
_OF_SUFFIX = {suffix: language for language, suffixes in _BY_SUFFIX.items() for suffix in suffixes.split()}

LANGUAGES = frozenset({*_BY_SUFFIX, *_BY_NAME.values()})


def language_of(path: str) -> str | None:
    """Return the alias of the lexer that colours this file, None for plain text and what is not known."""
    name = posixpath.basename(path.replace("\\", "/")).lower()
    if name in _BY_NAME:
        return _BY_NAME[name]
    stem, dot, suffix = name.rpartition(".")
    if dot and stem.startswith(("dockerfile", "makefile")) and suffix not in _OF_SUFFIX:
        return _BY_NAME[stem.split(".")[0]]
    return _OF_SUFFIX.get(suffix) if dot else None

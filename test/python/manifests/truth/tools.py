"""What the ecosystem's own tools read from a manifest.

A project a line on stdin as JSON, `{"tool": …, "files": {path: text}}`; for each a line on stdout: `{"lines": [[group,
requirement], …]}` with PEP 508 texts, group "" for what is always required and "*a b" for what the markers of the extras a
and b tell, or `{"error": …}` where the tool refuses it.
"""

import email
import json
import os
import sys
import tempfile
from pathlib import Path


def poetry(root):
    from poetry.core.factory import Factory

    package = Factory().create_poetry(root).package
    for name in package.dependency_group_names(include_optional=True):
        group = package.dependency_group(name)
        # Poetry's own choice between what `[project]` and `[tool.poetry]` say, as it locks and installs.
        for dependency in group.dependencies_for_locking:
            if dependency.marker.is_empty():
                continue
            text, constraint = poetry_texts(dependency)
            if name != "main":
                yield name, text, constraint
            elif not dependency.is_optional():
                yield "", text, constraint
            else:
                for extra in dependency.in_extras:
                    yield extra, text, constraint
    if package.python_constraint is not None and not package.python_constraint.is_any():
        yield "python", str(package.python_constraint)


def poetry_texts(dependency):
    """Poetry's constraints need not be PEP 440: they go beside the requirement."""
    if dependency.source_type is not None:
        return dependency.to_pep_508(with_extras=False), ""
    marker = "" if dependency.marker.is_any() else f" ; {dependency.marker}"
    return dependency.complete_name + marker, str(dependency.constraint)


def pdm(root):
    from pdm.core import Core

    project = Core().create_project(root)
    # As it locks: by the groups of each requirement. Lists of one group lack what included groups include.
    for requirements in project._resolve_dependencies().values():
        for requirement in requirements:
            for group in requirement.groups:
                yield "" if group == "default" else group, requirement.as_line()


def hatch(root):
    from hatch.project.core import Project
    from hatch.utils.fs import Path as HatchPath

    class Application:
        def __init__(self, project):
            self.project = project

        def display_warning(self, *_):
            pass

    project = Project(HatchPath(root))
    metadata = project.metadata
    for text in metadata.core.dependencies:
        yield "", text
    for extra, texts in metadata.core.optional_dependencies.items():
        for text in texts:
            yield extra, text
    from hatch.env.system import SystemEnvironment

    for name, config in project.config.envs.items():
        if name.startswith("hatch-"):
            continue
        environment = SystemEnvironment(
            HatchPath(root), metadata, name, config, {}, HatchPath(root), HatchPath(root), None, 0, Application(project)
        )
        for text in environment.environment_dependencies:
            yield "hatch-" + name, text


def setuptools(root):
    from setuptools import build_meta

    os.chdir(root)
    sys.argv[1:] = []
    sys.path.insert(0, str(root))
    with tempfile.TemporaryDirectory() as out:
        found = build_meta.prepare_metadata_for_build_wheel(out)
        message = email.message_from_string((Path(out) / found / "METADATA").read_text("utf-8"))
    yield from metadata_lines(message.get_all("Requires-Dist") or [], message.get_all("Provides-Extra") or [])


def metadata_lines(texts, extras):
    for text in texts:
        yield "*" + " ".join(extras), text


def flit(root):
    from flit_core.config import read_flit_config

    metadata = read_flit_config(root / "pyproject.toml").metadata
    yield from metadata_lines(metadata.get("requires_dist", []), metadata.get("provides_extra", []))


def pipenv(root):
    import plette
    from pipenv.utils.dependencies import convert_deps_to_pip

    with open(root / "Pipfile") as file:
        pipfile = plette.Pipfile.load(file)
    settings = {"source", "requires", "scripts", "pipenv", "build-system", "tool"}
    for section, packages in pipfile._data.items():
        if section in settings:
            continue
        for name, text in convert_deps_to_pip({**packages}).items():
            local = text.startswith(("./", "-e ./"))
            yield "" if section == "packages" else section, f"{name} @ {text.split()[-1]}" if local else text


def groups(root):
    import tomllib
    from packaging.dependency_groups import DependencyGroupResolver

    table = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    resolver = DependencyGroupResolver(table)
    for name in table:
        for requirement in resolver.resolve(name):
            yield name, str(requirement)


TOOLS = {one.__name__: one for one in (poetry, pdm, hatch, setuptools, flit, pipenv, groups)}


def answer(asked):
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory).resolve()
        for path, text in asked["files"].items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
        try:
            lines = list(TOOLS[asked["tool"]](root))
        except (Exception, SystemExit) as error:
            return {"error": f"{type(error).__name__}: {error}"[:400]}
        return {"lines": [[group, text.replace(str(root), ""), *more] for group, text, *more in lines]}


def isolated(asked):
    """In a process of its own: tools keep much in memory, and a setup.py may change anything."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, 1)
        os.dup2(sink, 2)
        with os.fdopen(write, "w") as out:
            out.write(json.dumps(answer(asked)))
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as got:
        said = got.read()
    os.waitpid(child, 0)
    return said or json.dumps({"error": "died"})


if __name__ == "__main__":
    import logging

    logging.disable(logging.CRITICAL)
    # Loaded once, so that each child begins with it.
    for module in sys.argv[1:]:
        __import__(module)
    for line in sys.stdin:
        print(isolated(json.loads(line)), flush=True)

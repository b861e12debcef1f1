"""Sessions of nox and tasks of invoke and duty, read from the syntax tree; their files are never run."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mkdocs_oss.contributing.environments import Environment
from mkdocs_oss.contributing.project_files import ProjectFiles, is_plain_word
from mkdocs_oss.contributing.tasks import MAX_TASKS, Task

Function = ast.FunctionDef | ast.AsyncFunctionDef


def nox_sessions(files: ProjectFiles, environment: Environment) -> list[Task]:
    """Functions under `@nox.session`, `@session` and their like (nox_poetry, nox_uv)."""
    return [
        Task(name, environment.command_if_listed(f"nox -s {name}", package="nox"), "noxfile.py", at, note)
        for name, at, note, _ in _decorated(files.python("noxfile.py"), file_of="nox", decorator="session")
    ]


def invoke_tasks(files: ProjectFiles, environment: Environment) -> list[Task]:
    """Functions under invoke's `@task`; a tasks.py of Celery has another `task` and gives nothing."""
    return _tasks(files, environment, file="tasks.py", program="invoke", decorator="task")


def duties(files: ProjectFiles, environment: Environment) -> list[Task]:
    """Functions under duty's `@duty`."""
    return _tasks(files, environment, file="duties.py", program="duty", decorator="duty")


def _tasks(
    files: ProjectFiles, environment: Environment, *, file: str, program: str, decorator: str
) -> list[Task]:
    tasks = []
    for name, at, note, needs in _decorated(files.python(file), file_of=program, decorator=decorator):
        dashed = name.strip("_").replace("_", "-")
        command = environment.command_if_listed(f"{program} {dashed}", package=program)
        wanted = f"needs {', '.join(needs)}" if needs else ""
        tasks.append(Task(dashed, command, file, at, "; ".join(part for part in (note, wanted) if part)))
    return tasks


def _decorated(
    body: list[ast.stmt], *, file_of: str, decorator: str
) -> Iterator[tuple[str, int, str, list[str]]]:
    """(name, line, first line of the docstring, required arguments after the first) of each task."""
    modules, names = _imported(body, file_of=file_of, decorator=decorator)
    functions = [node for node in body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    for function in functions[:MAX_TASKS]:
        for entry in function.decorator_list:
            call = entry if isinstance(entry, ast.Call) else None
            target = call.func if call else entry
            by_name = isinstance(target, ast.Name) and target.id in names
            by_module = (
                isinstance(target, ast.Attribute)
                and target.attr == decorator
                and isinstance(target.value, ast.Name)
                and target.value.id in modules
            )
            name = _stated_name(call) or function.name
            if (by_name or by_module) and is_plain_word(name):
                doc = (ast.get_docstring(function) or "").strip().partition("\n")[0]
                yield name, function.lineno, doc.rstrip("."), _required(function)
                break


def _imported(body: list[ast.stmt], *, file_of: str, decorator: str) -> tuple[set[str], set[str]]:
    """Names under which the runner's module, and its decorator, are known in the file."""
    modules: set[str] = set()
    names: set[str] = set()
    for node in body:
        if isinstance(node, ast.Import):
            modules |= {alias.asname or alias.name for alias in node.names if _belongs(alias.name, file_of)}
        elif isinstance(node, ast.ImportFrom) and _belongs(node.module or "", file_of):
            names |= {alias.asname or alias.name for alias in node.names if alias.name == decorator}
    return modules, names


def _belongs(module: str, runner: str) -> bool:
    """`nox`, and what builds on it by the name (`nox_poetry`, `nox.sessions`)."""
    return module == runner or module.startswith((f"{runner}.", f"{runner}_"))


def _stated_name(call: ast.Call | None) -> str:
    """`name="…"` of a decorator."""
    for keyword in call.keywords if call else ():
        value = keyword.value
        if keyword.arg == "name" and isinstance(value, ast.Constant) and isinstance(value.value, str):
            return value.value
    return ""


def _required(function: Function) -> list[str]:
    """Arguments without a default, after the context that the runner passes."""
    arguments = [*function.args.posonlyargs, *function.args.args]
    plain = arguments[: len(arguments) - len(function.args.defaults)]
    return [argument.arg for argument in plain[1:] if is_plain_word(argument.arg)]

"""A code generator for Jinja that compiles our templates to plainer, faster Python.

Jinja's own code tries a name as an attribute and then as an item, asks each function whether it
wants the context, binds the arguments of a macro at run time, and looks up each import again. In
our templates a dot is an attribute, no function wants the context and everything is escaped.
Whatever else a template has is left to Jinja's generator.
"""

from collections.abc import MutableMapping
from functools import cached_property
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, find_undeclared
from jinja2.runtime import exported
from markupsafe import Markup, escape

from generator.prose import safe

_TAKEN = {"safe", "shown", *exported, "concat", "context", "environment", "resolve", "undefined"}
_JINJAS = ("caller", "kwargs", "varargs")


def shown(value: object) -> str:
    """A value as HTML."""
    return value if type(value) is Markup else escape(value)


class Plain(CodeGenerator):
    """Writes the Python of a template; each ``visit_`` method compiles one kind of node."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Import the helpers that the generated code calls."""
        self.writeline(f"from {safe.__module__} import safe")
        self.writeline(f"from {__name__} import shown")
        super().visit_Template(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Compile ``a.b`` to attribute access."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        """Compile ``a[b]`` to item access."""
        self.visit(node.node, frame)
        self.write("[")
        self.visit(node.arg, frame)
        self.write("]")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        """Compile ``a ~ b`` to text: a key or an address, escaped where it is shown."""
        self.write(f"({'%s' * len(node.nodes)!r} % (")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Call(  # noqa: N802
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """Compile a call to a plain call, without a context."""
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for value in (*node.args, *node.kwargs):
            self.visit(value, frame)
            self.write(", ")
        self.write(")")

    def visit_Macro(self, node: nodes.Macro, frame: Frame) -> None:  # noqa: N802
        """Compile a macro to a function with the same parameters."""
        names = [arg.name for arg in node.args]
        if find_undeclared(node.body, _JINJAS) or not _TAKEN.isdisjoint(names):
            super().visit_Macro(node, frame)
            return
        inner = frame.inner()
        inner.symbols.analyze_node(node)
        inner.require_output_check = False
        given = len(names) - len(node.defaults)
        parameters = [*names[:given], *(f"{name}=missing" for name in names[given:])]
        self.writeline(f"def macro({', '.join(parameters)}):", node)
        self.indent()
        self.buffer(inner)
        self.enter_frame(inner)
        for name in names:
            self.writeline(f"{inner.symbols.ref(name)} = {name}")
        for name, default in zip(names[given:], node.defaults, strict=True):
            self.writeline(f"if {name} is missing: {inner.symbols.ref(name)} = ")
            self.visit(default, inner)
        self.blockvisit(node.body, inner)
        self.writeline(f"return safe(concat({inner.buffer}))")
        self.outdent()
        self.writeline("")
        if frame.toplevel:
            self.write(f"context.exported_vars.add({node.name!r})")
            self.writeline(f"context.vars[{node.name!r}] = ")
        self.write(f"{frame.symbols.ref(node.name)} = macro")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        """Import another template as a module, without a context."""
        if node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.get_template(")
        self.visit(node.template, frame)
        self.write(").module")

    def _output_child_pre(
        self,
        node: nodes.Expr,  # noqa: ARG002  # all of one kind
        frame: Frame,  # noqa: ARG002
        finalize: CodeGenerator._FinalizeInfo,  # noqa: ARG002
    ) -> None:
        """Escape every expression."""
        self.write("shown(")


class PlainEnvironment(Environment):
    """An environment whose templates become plain Python."""

    code_generator_class = Plain

    @cached_property
    def _found(self) -> dict[str | Template, Template]:
        return {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """A template, looked up once; each time where ``auto_reload`` is on."""
        found = self._found.get(name)
        if found is None or self.auto_reload:
            found = self._found[name] = super().get_template(name, parent, globals)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template as one plain dict, since it is copied for each page."""
        return {**self.globals, **(d or {})}

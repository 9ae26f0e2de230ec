package io.pulldeploy.render.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.AbstractMap;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

class JinjaTest {
    private static Jinja with(Jinja.Extensions extensions) {
        return new Jinja(JinjaOptions.DEFAULT, TemplateLoader.none(), extensions);
    }

    private static final Jinja PLAIN = with(Jinja.Extensions.NONE);

    @Test
    void aFilterBindsItsArgumentsAsPythonDoes() {
        PyFunction twice =
                PyFunction.of(
                        "twice",
                        "value, glue='-'",
                        (_, a) -> PyValues.str(a[0]) + PyValues.str(a[1]) + PyValues.str(a[0]));
        Jinja jinja =
                with(new Jinja.Extensions(Map.of("twice", twice), Map.of(), Map.of(), List.of()));
        assertThat(jinja.render("{{ 1 | twice }} {{ 'a' | twice(glue='') }}", "t", Map.of()))
                .isEqualTo("1-1 aa");
        assertThatThrownBy(() -> jinja.render("{{ 1 | twice(2, 3) }}", "t", Map.of()))
                .hasMessage("twice() takes from 1 to 2 positional arguments but 3 were given");
    }

    @Test
    void aTestAndAGlobalAreFunctionsToo() {
        PyFunction even = PyFunction.of("big", "value", (_, a) -> PyValues.equal(a[0], 9L));
        PyFunction context =
                PyFunction.of("names", "@, name", (c, a) -> c.resolve(PyValues.str(a[0])));
        Jinja jinja =
                with(
                        new Jinja.Extensions(
                                Map.of(), Map.of("big", even), Map.of("look", context), List.of()));
        assertThat(jinja.render("{{ 9 is big }}{{ look('x') }}", "t", Map.of("x", 5)))
                .isEqualTo("True5");
    }

    @Test
    void aCallableGetsPlainJavaValues() {
        AtomicReference<Object> seen = new AtomicReference<>();
        PyCallable callable =
                (args, kwargs) -> {
                    seen.set(Arrays.asList(args, kwargs));
                    return Map.of("answer", List.of(42));
                };
        String text =
                PLAIN.render(
                        "{{ f((1, 2), {'k': [none]}, n=1.5).answer[0] + 1 }}",
                        "t",
                        Map.of("f", callable));
        assertThat(text).isEqualTo("43");
        Map<String, @Nullable Object> inner = new HashMap<>();
        inner.put("k", Arrays.asList((Object) null));
        assertThat(seen.get())
                .isEqualTo(List.of(List.of(List.of(1L, 2L), inner), Map.of("n", 1.5)));
    }

    @Test
    void anUndefinedArgumentFailsAtTheBorder() {
        PyCallable callable = (args, kwargs) -> args;
        assertThatThrownBy(() -> PLAIN.render("{{ f(nope) }}", "t", Map.of("f", callable)))
                .isInstanceOf(TemplateError.class)
                .hasMessage("'nope' is undefined");
    }

    @Test
    void whatACallableRaisesKeepsItsClassAndGetsALine() {
        PyCallable callable =
                (args, kwargs) -> {
                    throw new TemplateError("CommandExecutionError", "no such command");
                };
        TemplateError error =
                catchThrowableOfType(
                        TemplateError.class,
                        () -> PLAIN.render("a\n{{ f() }}", "x.sls", Map.of("f", callable)));
        assertThat(error.kind()).isEqualTo("CommandExecutionError");
        assertThat(error.line()).isEqualTo(2);
        assertThat(error.template()).isEqualTo("x.sls");
    }

    @Test
    void aLazyEntryIsComputedOnlyWhenRead() {
        Map<String, Object> grains =
                new AbstractMap<>() {
                    @Override
                    public Object get(Object key) {
                        if (key.equals("slow")) {
                            throw new AssertionError("read");
                        }
                        return "Debian";
                    }

                    @Override
                    public boolean containsKey(Object key) {
                        return true;
                    }

                    @Override
                    public Set<Entry<String, Object>> entrySet() {
                        throw new AssertionError("iterated");
                    }
                };
        assertThat(
                        PLAIN.render(
                                "{{ grains.os }}{{ grains['os'] }}{{ 'x' in grains }}",
                                "t",
                                Map.of("grains", grains)))
                .isEqualTo("DebianDebianTrue");
    }

    @Test
    void aTemplateMayChangeWhatItWasGivenWithoutHarm() {
        Map<String, Object> given = Map.of("list", List.of(1, 2), "map", Map.of("a", 1));
        assertThat(
                        PLAIN.render(
                                "{% do p.list.append(3) %}{% do p.map.update({'b': 2}) %}"
                                        + "{% do p.update({'c': 3}) %}{{ p.list }}{{ p.map }}{{ p.c }}",
                                "t", Map.of("p", given)))
                .isEqualTo("[1, 2, 3]{'a': 1, 'b': 2}3");
        assertThat(given).isEqualTo(Map.of("list", List.of(1, 2), "map", Map.of("a", 1)));
    }

    @Test
    void aTagParsesIntoStatements() {
        Tag shout =
                new Tag() {
                    @Override
                    public Set<String> names() {
                        return Set.of("shout");
                    }

                    @Override
                    public List<Stmt> parse(Parser parser) {
                        int line = parser.stream().next().line();
                        Expr value = parser.parseExpression();
                        List<Stmt> body = parser.parseStatements(true, "endshout");
                        Expr loud = new Expr.Filter(value, "upper", Expr.CallArguments.NONE, line);
                        return List.of(
                                new Stmt.Output(List.of(loud), line),
                                new Stmt.FilterBlock(
                                        new Expr.Filter(
                                                null, "upper", Expr.CallArguments.NONE, line),
                                        body,
                                        line));
                    }
                };
        Jinja jinja = with(new Jinja.Extensions(Map.of(), Map.of(), Map.of(), List.of(shout)));
        assertThat(jinja.render("{% shout 'a' %}b{{ x }}{% endshout %}", "t", Map.of("x", "c")))
                .isEqualTo("ABC");
    }

    @Test
    void aLoadersGlobalsHoldFromThereOn() {
        TemplateLoader loader =
                name ->
                        Optional.of(
                                new LoadedTemplate(
                                        "{% set dir = tpldir %}", name, Map.of("tpldir", name)));
        assertThat(
                        PLAIN.with(loader)
                                .render(
                                        "{% from 'a' import dir %}{{ dir }}{{ tpldir }}",
                                        "t", Map.of("tpldir", "root")))
                .isEqualTo("aroot");
    }

    @Test
    void theIncludeChainIsInTheFrames() {
        Map<String, String> files = Map.of("a", "\n{% include 'b' %}", "b", "\n\n{{ nope }}");
        TemplateLoader loader =
                name ->
                        Optional.ofNullable(files.get(name))
                                .map(text -> new LoadedTemplate(text, "/srv/" + name));
        TemplateError error =
                catchThrowableOfType(
                        TemplateError.class,
                        () -> PLAIN.with(loader).render("{% include 'a' %}", "top", Map.of()));
        assertThat(error.frames())
                .containsExactly(
                        new TemplateFrame("top", true, 1, "top-level template code"),
                        new TemplateFrame("/srv/a", false, 2, "top-level template code"),
                        new TemplateFrame("/srv/b", false, 3, "top-level template code"));
    }

    @Test
    void whatPythonsCompilerWouldRefuseIsAnErrorOfTheTemplatesLine() {
        for (Map.Entry<String, String> one :
                Map.of(
                                "\n{% break %}",
                                "'break' outside loop",
                                "\n{% continue %}",
                                "'continue' not properly in loop",
                                "\n{{ f(a=1, a=2) }}",
                                "keyword argument repeated: a",
                                "\n{% macro m(a, b, a=1) %}{% endmacro %}",
                                "duplicate argument 'a' in function definition",
                                "\n{{ l[1:2, 0] }}",
                                "invalid syntax",
                                "\n{% call(a, a) m() %}{% endcall %}",
                                "duplicate argument 'a' in function definition")
                        .entrySet()) {
            TemplateError error =
                    catchThrowableOfType(
                            TemplateError.class, () -> PLAIN.render(one.getKey(), "top", Map.of()));
            assertThat(error).hasMessage(one.getValue());
            assertThat(error.line()).isEqualTo(2);
        }
    }
}

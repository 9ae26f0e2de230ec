package io.pulldeploy.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.Conformance;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.OrderedDict;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SlsException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/** Every case of {@code conformance/render} is what real Salt's renderers gave. */
class RenderPipeTest {
    /** What the function of these tests answers of its own. */
    private static final Map<String, Object> HELD = Map.of("b", 1L);

    @TempDir Path root;

    private final RenderPipe pipe =
            new RenderPipe(TestHosts.real(), new SplittableRandom(1), new Secrets());

    @Test
    void rendersAndRefusesAsSaltDoes() throws IOException {
        List<String> different = new ArrayList<>();
        int number = 0;
        for (Map<String, @Nullable Object> c :
                Conformance.cases(
                        "render/cases.json",
                        Set.of("files", "sls", "opts", "template", "value", "error"))) {
            Path tree = root.resolve("case" + number++);
            for (Map.Entry<String, @Nullable Object> file :
                    Conformance.mapping(c.get("files")).entrySet()) {
                Path path = tree.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, String.valueOf(file.getValue()));
            }
            String expected =
                    c.containsKey("value")
                            ? String.valueOf(c.get("value"))
                            : "ERROR " + c.get("error");
            String actual =
                    c.containsKey("template")
                            ? renderFile(tree)
                            : render(
                                    tree,
                                    String.valueOf(c.get("sls")),
                                    Conformance.mapping(c.get("opts")));
            if (!actual.equals(expected)) {
                different.add(
                        PythonText.repr(c.get("files"))
                                + "\n  Salt: "
                                + PythonText.repr(expected)
                                + "\n  ours: "
                                + PythonText.repr(actual));
            }
        }
        assertThat(String.join("\n", different)).isEmpty();
    }

    private String render(Path tree, String sls, Map<String, @Nullable Object> opts)
            throws IOException {
        String path = sls.replace('.', '/');
        String relative =
                Files.exists(tree.resolve(path + ".sls")) ? path + ".sls" : path + "/init.sls";
        try {
            Object value =
                    pipe.render(
                            new SlsSource(
                                    Files.readString(tree.resolve(relative)),
                                    "/srv/" + relative,
                                    relative,
                                    "base",
                                    sls),
                            context(tree, opts));
            return PythonText.repr(plain(value));
        } catch (SlsException e) {
            return "ERROR " + e.errors().getFirst().saltText();
        }
    }

    /** What {@code file.managed} has of a file with {@code template: jinja}. */
    private String renderFile(Path tree) throws IOException {
        RenderContext context =
                context(tree, Map.of("id", "web-1"))
                        .withExtra(
                                Map.of(
                                        "who",
                                        "me",
                                        "name",
                                        "/etc/f",
                                        "source",
                                        "salt://app/web.sls"));
        try {
            return PythonText.repr(
                    pipe.renderText(
                            "jinja",
                            new SlsSource(
                                    Files.readString(tree.resolve("app/web.sls")),
                                    "salt://app/web.sls",
                                    "salt://app/web.sls",
                                    "base",
                                    ""),
                            context));
        } catch (SlsException e) {
            return "ERROR " + e.errors().getFirst().saltText();
        }
    }

    /** Salt's values stand in the file as dicts, whatever kind of mapping they were. */
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> dict = new java.util.LinkedHashMap<>();
                map.forEach((key, item) -> dict.put(key, plain(item)));
                yield dict;
            }
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                list.forEach(item -> items.add(plain(item)));
                yield items;
            }
            case null, default -> value;
        };
    }

    private static RenderContext context(Path tree, Map<String, @Nullable Object> opts) {
        Map<String, @Nullable Object> all = new java.util.LinkedHashMap<>(opts);
        all.put("cachedir", "/cache");
        return new RenderContext(
                new SaltFunctions() {
                    @Override
                    public @Nullable Object call(
                            String function,
                            List<@Nullable Object> args,
                            Map<String, @Nullable Object> kwargs) {
                        if (args.size() != 1) {
                            throw new CallError(
                                    "TypeError",
                                    "echo() missing 1 required positional argument: 'text'");
                        }
                        return "held".equals(args.getFirst()) ? HELD : args.getFirst();
                    }

                    @Override
                    public List<String> names(String prefix) {
                        return "test.echo".startsWith(prefix) ? List.of("test.echo") : List.of();
                    }
                },
                all,
                Map.of("os", "Debian", "id", "web-1"),
                Map.of("a", new OrderedDict(Map.of("b", 1L)), "l", List.of(1L, 2L)),
                new MapFiles(tree),
                Map.of());
    }

    private SlsError error(String text) {
        try {
            pipe.render(
                    new SlsSource(text, "/srv/app/web.sls", "app/web.sls", "base", "app.web"),
                    context(root, Map.of()));
        } catch (SlsException e) {
            return e.errors().getFirst();
        }
        throw new AssertionError("accepted: " + text);
    }

    @Test
    void anErrorSaysFileLineTextAndWhatToWrite() {
        assertThat(error("a: 1\nb: {{ salt['test.ech']('x') }}\n"))
                .satisfies(e -> {
                    assertThat(e.where()).contains("/srv/app/web.sls:2");
                    assertThat(e.offending()).isEqualTo("b: {{ salt['test.ech']('x') }}");
                    assertThat(e.hint()).contains("did you mean test.echo?");
                });
        assertThat(error("a: 1\na: 2\n"))
                .satisfies(e -> {
                    assertThat(e.line()).isEqualTo(2);
                    assertThat(e.hint()).contains("Each key may stand once");
                });
        assertThat(error("a:\n\t- b\n").hint()).contains("Indent with spaces");
    }

    @Test
    void anErrorCallsTheMinionsMappingsAsSaltDoes() {
        assertThat(error("a: {{ pillar['nope'] }}").saltText())
                .contains("'salt.utils.optsdict.DictProxy object' has no attribute 'nope'");
        assertThat(error("a: {{ pillar.a.nope }}").saltText())
                .contains("'collections.OrderedDict object' has no attribute 'nope'");
        assertThat(error("a: {{ grains.nope }}").saltText())
                .contains("'salt.utils.optsdict.DictProxy object' has no attribute 'nope'");
        assertThat(error("a: {{ opts.nope }}").saltText())
                .contains("'salt.utils.optsdict.OptsDict object' has no attribute 'nope'");
    }

    @Test
    void whatTheYamlRendererMakesPrintsAsAnOrderedDict() {
        Object pillar = pipe.render(source("a: {b: [{c: 1}]}"), context(root, Map.of()));
        RenderContext context = context(root, Map.of()).withExtra(Map.of("made", pillar));
        assertThat(
                        pipe.renderText(
                                "jinja",
                                source(
                                        "{{ made.a }} {{ made.a | string }} {{ made.a.b ~ '' }} {{"
                                                + " dict(made.a) | string }} {{ made.a.items() }}"),
                                context))
                .isEqualTo(
                        "{'b': [{'c': 1}]} OrderedDict([('b', [OrderedDict([('c', 1)])])])"
                                + " [OrderedDict([('c', 1)])] {'b': [OrderedDict([('c', 1)])]}"
                                + " odict_items([('b', [OrderedDict([('c', 1)])])])");
    }

    @Test
    void whatYamlexMarksPrintsAsADict() {
        Object made =
                pipe.render(
                        source("#!yamlex\na: !aggregate {b: web, l: !aggregate [1, x]}"),
                        context(root, Map.of()));
        RenderContext context =
                context(root, Map.of()).withExtra(Map.of("made", Objects.requireNonNull(made)));
        String template =
                "{{ made.a }} {{ made.a | string }} {{ made.a.b }} {{ made.a.l }} {{ made.a | json }}"
                        + " {{ made.a == {'b': 'web', 'l': [1, 'x']} }} {{ made.a | pprint }}";
        assertThat(pipe.renderText("jinja", source(template), context))
                .isEqualTo(
                        "{'b': 'web', 'l': [1, 'x']} {'b': 'web', 'l': [1, 'x']} web [1, 'x']"
                                + " {\"b\": \"web\", \"l\": [1, \"x\"]} True"
                                + " {'b': 'web', 'l': [1, 'x']}");
    }

    @Test
    void whatATemplateChangesInThePillarLastsForTheNextOne() {
        RenderContext context = context(root, Map.of());
        pipe.render(source("{% do pillar.a.update({'n': 2}) %}"), context);
        assertThat(pipe.render(source("a: {{ pillar.a }}"), context))
                .isEqualTo(Map.of("a", Map.of("b", 1L, "n", 2L)));
    }

    @Test
    void whatAFunctionReturnedIsTheTemplatesOwn() {
        RenderContext context = context(root, Map.of());
        String text =
                "{% set a = salt['test.echo']('held') %}{% do a.update({'n': 2}) %}"
                        + "a: {{ a }}\nb: {{ salt['test.echo']('held') }}";
        assertThat(pipe.render(source(text), context))
                .isEqualTo(Map.of("a", Map.of("b", 1L, "n", 2L), "b", Map.of("b", 1L)));
    }

    private static SlsSource source(String text) {
        return new SlsSource(text, "/srv/app/web.sls", "app/web.sls", "base", "app.web");
    }

    @Test
    void aRendererThatWeDoWithoutIsNamedAndSoIsWhatToUse() {
        assertThat(error("#!py\ndef run():\n  return {}\n"))
                .satisfies(e -> {
                    assertThat(e.saltText())
                            .isEqualTo(
                                    "Rendering SLS 'base:app.web' failed: The renderer"
                                            + " \"py\" is not available");
                    assertThat(e.where()).contains("/srv/app/web.sls:1");
                    assertThat(e.hint()).contains("py").contains("jinja|yaml");
                });
        assertThat(error("#!mako|yaml\na: 1\n").hint()).contains("#!jinja|yaml");
        assertThat(error("#!nope\na: 1\n").hint()).contains("There is no renderer nope");
    }

    @Test
    void aPlainListAfterAnAggregatedOneStands() {
        assertThat(
                        pipe.render(
                                new SlsSource(
                                        "#!yamlex\na: !aggregate [1]\na: [2]\n",
                                        "/srv/a.sls",
                                        "a.sls",
                                        "base",
                                        "a"),
                                context(root, Map.of())))
                .isEqualTo(Map.of("a", List.of(2L)));
    }

    @Test
    void anErrorInAnImportedTemplateNamesThatFile() throws IOException {
        Files.createDirectories(root.resolve("app"));
        Files.writeString(root.resolve("app/map.jinja"), "{% set a = 1 %}\n{{ nope }}\n");
        SlsError error = error("{% import 'app/map.jinja' as m %}\na: {{ m.a }}\n");
        assertThat(error.where()).contains(root.resolve("app/map.jinja") + ":2");
        assertThat(error.saltText())
                .isEqualTo(
                        """
                        Rendering SLS 'base:app.web' failed: Jinja variable 'nope' is undefined
                        /cache/files/base/app/map.jinja(2):
                        ---
                        {% set a = 1 %}
                        {{ nope }}    <======================
                        ---\
                        """);
    }

    @Test
    void aSandboxedTemplateReadsGrainsAndCallsNothing() {
        assertThat(
                        pipe.render(
                                new SlsSource(
                                        "#!jinjava|yaml\na: {{ grains.os }}\nb: {{ pillar.a.b + 1 }}\n",
                                        "/srv/a.sls",
                                        "a.sls",
                                        "base",
                                        "a"),
                                context(root, Map.of())))
                .isEqualTo(Map.of("a", "Debian", "b", 2L));
        assertThatThrownBy(() ->
                        pipe.renderText(
                                "jinjava",
                                new SlsSource("{{ salt['cmd.run']('id') }}", "x", "x", "base", ""),
                                context(root, Map.of())))
                .isInstanceOf(SlsException.class)
                .hasMessageContaining("Unknown token found: salt");
    }

    @Test
    void aSandboxedTemplateIsBoundedInOutputAndTime() {
        String bomb =
                "{% for a in range(100000) %}{% for b in range(100000) %}{% for c in range(100000) %}"
                        + "xxxxxxxxxx{% endfor %}{% endfor %}{% endfor %}";
        assertThatThrownBy(() ->
                        pipe.renderText(
                                "jinjava",
                                new SlsSource(bomb, "x", "x", "base", ""),
                                context(root, Map.of())))
                .isInstanceOf(SlsException.class)
                .hasMessageContaining("Jinjava error");
    }

    @Test
    void whatLeavesIsPlainAndImmutable() {
        Object value =
                pipe.render(
                        new SlsSource("a: [{b: 1}]", "/srv/a.sls", "a.sls", "base", "a"),
                        context(root, Map.of()));
        assertThat(value)
                .isInstanceOfSatisfying(
                        Map.class,
                        map ->
                                assertThatThrownBy(map::clear)
                                        .isInstanceOf(UnsupportedOperationException.class));
    }
}

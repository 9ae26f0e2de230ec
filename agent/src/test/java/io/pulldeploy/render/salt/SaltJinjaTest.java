package io.pulldeploy.render.salt;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.Conformance;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.render.MapFiles;
import io.pulldeploy.render.RenderContext;
import io.pulldeploy.render.SaltFunctions;
import io.pulldeploy.render.SlsSource;
import io.pulldeploy.render.TestHosts;
import io.pulldeploy.render.jinja.Jinja;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Every case of {@code conformance/filters} is what real Salt rendered. */
class SaltJinjaTest {
    private final SaltJinja salt = new SaltJinja(TestHosts.real(), new SplittableRandom(1));

    @Test
    void rendersWhatSaltRendersAndFailsAsItFails(@TempDir Path root) throws IOException {
        Map<String, @Nullable Object> all = Conformance.read("filters/cases.json");
        for (Map.Entry<String, @Nullable Object> file :
                Conformance.mapping(all.get("files")).entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, String.valueOf(file.getValue()));
        }
        List<String> different = new ArrayList<>();
        for (Map<String, @Nullable Object> c :
                Conformance.cases(
                        "filters/cases.json", Set.of("template", "output", "error", "line"))) {
            String template = String.valueOf(c.get("template"));
            String expected =
                    c.containsKey("output")
                            ? String.valueOf(c.get("output"))
                            : "ERROR " + c.get("error");
            String actual = render(template, root, Conformance.mapping(all.get("pillar")));
            if (!masked(actual).equals(masked(expected))) {
                different.add(
                        PythonText.repr(template)
                                + "\n  Salt: "
                                + PythonText.repr(expected)
                                + "\n  ours: "
                                + PythonText.repr(actual));
            }
        }
        assertThat(String.join("\n", different)).isEmpty();
    }

    @Test
    void nothingOfSaltsEnvironmentIsMissing() {
        Map<String, @Nullable Object> names = Conformance.read("filters/names.json");
        Jinja jinja = salt.environment();
        assertThat(jinja.filters().keySet()).containsAll(texts(names.get("filters")));
        assertThat(jinja.tests().keySet()).containsAll(texts(names.get("tests")));
        List<String> globals = texts(names.get("globals"));
        // These come with each render.
        globals.removeAll(List.of("grains", "opts", "pillar", "salt", "saltenv", "sls", "tplfile"));
        globals.removeAll(List.of("slscolonpath", "slsdotpath", "slspath", "sls_path"));
        assertThat(jinja.globals().keySet()).containsAll(globals);
        Set<String> core = Set.of("break", "continue", "do");
        List<String> tags = texts(names.get("tags"));
        tags.removeAll(core);
        assertThat(SaltTags.ALL.stream().flatMap(tag -> tag.names().stream()).toList())
                .containsExactlyInAnyOrderElementsOf(tags);
    }

    @Test
    void theFilterThatAsksServersSaysWhatToDoInstead(@TempDir Path root) {
        assertThat(render("{{ 'http://localhost'|http_query }}", root, Map.of()))
                .contains("http_query filter is not available")
                .contains("put it into the pillar");
    }

    @Test
    void aMistakeSaysWhatMayHaveBeenMeant(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("nginx"));
        Files.writeString(root.resolve("nginx/map.jinja"), "");

        assertThat(hint("{{ grians }}", root))
                .isEqualTo("Nothing sets grians; did you mean grains?");
        assertThat(hint("{{ port }}", root))
                .isEqualTo(
                        "Nothing sets port: set or import it above, or write port | default(…).");
        assertThat(hint("{{ pillar.ap.port }}", root))
                .isEqualTo(
                        "The pillar has no ap; did you mean app? If it may be missing:"
                                + " salt['pillar.get']('ap', default).");
        assertThat(hint("{{ grains['osfamily'] }}", root))
                .startsWith("The grains have no osfamily");
        assertThat(hint("{{ 'a' | uper }}", root))
                .isEqualTo("There is no filter uper; did you mean upper?");
        assertThat(hint("{% fi true %}", root)).isEqualTo("There is no tag fi; did you mean if?");
        assertThat(hint("{% if true %}", root)).isEqualTo("Close it with {% endif %}.");
        assertThat(hint("{% import 'map.jinja' as m %}", root))
                .isEqualTo(
                        "There is no map.jinja below the roots of base; did you mean"
                                + " nginx/map.jinja?");
        assertThat(hint("{{ {}.x }}", root))
                .isEqualTo("If it may be missing, write .get('x', default).");
    }

    private String hint(String template, Path root) {
        try {
            return salt.render(
                    new SlsSource(template, "", "", "base", "app.web"),
                    context(root, Map.of("app", 1L)));
        } catch (SaltTemplateError e) {
            return e.hint();
        }
    }

    private static List<String> texts(@Nullable Object list) {
        List<String> texts = new ArrayList<>();
        if (list instanceof Collection<?> items) {
            items.forEach(item -> texts.add(String.valueOf(item)));
        }
        return texts;
    }

    private String render(String template, Path root, Map<String, @Nullable Object> pillar) {
        try {
            return salt.render(
                    new SlsSource(template, "", "", "base", "app.web"),
                    // The script that made the cases gave plain dicts.
                    context(root, pillar).withExtra(Map.of("pillar", pillar)));
        } catch (SaltTemplateError e) {
            return "ERROR "
                    + e.getMessage().split("\nTraceback \\(most recent call last\\):", 2)[0];
        }
    }

    private static RenderContext context(Path root, Map<String, @Nullable Object> pillar) {
        return new RenderContext(
                SaltFunctions.NONE,
                Map.of("cachedir", "/cache"),
                Map.of("os", "Debian"),
                pillar,
                new MapFiles(root),
                Map.of("tpldir", "."));
    }

    /** Addresses of objects differ from run to run. */
    private static String masked(String text) {
        return text.replaceAll("0x[0-9a-f]{6,}", "0x…");
    }
}

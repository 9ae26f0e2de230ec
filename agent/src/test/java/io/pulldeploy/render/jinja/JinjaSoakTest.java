package io.pulldeploy.render.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Random templates over random values, and every filter, method and test over odd ones, rendered by
 * Salt in one long-lived process and by us.
 *
 * <p>{@code -Dseed=…} and {@code -Dtemplates=…} repeat and lengthen a run.
 */
@Tag("soak")
class JinjaSoakTest {
    private static final int TEMPLATES = Integer.getInteger("templates", 10_000);

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void saltRendersAsWeDo() throws IOException {
        RandomTemplates templates = new RandomTemplates(random);
        compare(templates::template, templates::options);
    }

    @Test
    void saltDoesAsWeDoWithOddValues() throws IOException {
        OddTemplates templates = new OddTemplates(random);
        compare(templates::template, Map::of);
    }

    private void compare(Supplier<String> templates, Supplier<Map<String, Boolean>> options)
            throws IOException {
        System.out.println("seed " + seed);
        List<String> different = new ArrayList<>();
        try (SaltRenders salt = new SaltRenders()) {
            for (int i = 0; i < TEMPLATES && different.size() < 40; i++) {
                String difference = salt.difference(templates.get(), options.get());
                if (!difference.isEmpty()) {
                    different.add(difference);
                }
            }
        }
        assertThat(different).as("seed %d", seed).isEmpty();
    }
}

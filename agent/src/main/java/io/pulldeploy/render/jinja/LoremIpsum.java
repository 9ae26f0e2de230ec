package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random text to look at, for the global {@code lipsum}. */
final class LoremIpsum {
    private static final List<String> WORDS =
            List.of(
                    "lorem",
                    "ipsum",
                    "dolor",
                    "sit",
                    "amet",
                    "consectetuer",
                    "adipiscing",
                    "elit",
                    "sed",
                    "diam",
                    "nonummy",
                    "nibh",
                    "euismod",
                    "tincidunt",
                    "ut",
                    "laoreet",
                    "dolore",
                    "magna",
                    "aliquam",
                    "erat",
                    "volutpat");

    private LoremIpsum() {}

    /** The arguments {@code n, html, min, max}. */
    static Object generate(@Nullable Object[] a) {
        long paragraphs = PyNumbers.index(a[0]);
        long least = PyNumbers.index(a[2]);
        long most = PyNumbers.index(a[3]);
        if (most <= least) {
            throw TemplateError.value(
                    "empty range for randrange() ("
                            + least
                            + ", "
                            + most
                            + ", "
                            + (most - least)
                            + ")");
        }
        Bounds.checkLength(
                Math.multiplyHigh(paragraphs, most) != 0
                        ? Long.MAX_VALUE
                        : Math.max(0, paragraphs * most * 8));
        RandomGenerator random = RandomGenerator.getDefault();
        List<String> result = new ArrayList<>();
        for (long i = 0; i < paragraphs; i++) {
            result.add(paragraph(random, random.nextLong(least, most)));
        }
        if (!PyValues.truth(a[1])) {
            return String.join("\n\n", result);
        }
        return new Markup(
                String.join("\n", result.stream().map(text -> "<p>" + text + "</p>").toList()));
    }

    private static String paragraph(RandomGenerator random, long words) {
        StringBuilder text = new StringBuilder();
        boolean starts = true;
        for (long i = 0; i < words; i++) {
            String word = WORDS.get(random.nextInt(WORDS.size()));
            text.append(i == 0 ? "" : " ").append(starts ? PyCase.capitalize(word) : word);
            starts = i % 11 == 10;
            text.append(starts && i < words - 1 ? "." : "");
        }
        return text.append('.').toString();
    }
}

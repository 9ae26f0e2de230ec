package io.pulldeploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Docker images that {@code src/test/machine/prepare} makes here, because none is pulled. */
public final class LocalImages {
    private static final String PREPARE = Path.of("src/test/machine/prepare").toString();

    /** The label of this clone's containers, by which {@code prepare stop} finds them. */
    static final String OWNER = Path.of("target/machine").toAbsolutePath().toString();

    private LocalImages() {}

    /**
     * What the script answered.
     *
     * @param text the image's name, or else one line that says why there is none
     */
    public record Answer(boolean present, String text) {}

    /** LocalStack's image if it is there; nothing is started, installed or made. */
    public static Answer findLocalStack() {
        return ask("find", "localstack");
    }

    /** LocalStack's image, made first if need be, which takes minutes. */
    public static String localStack() {
        return sure(ask("make", "localstack"));
    }

    /**
     * A machine that has booted, from an image that is made first if need be.
     *
     * @param options of docker run
     * @return the container
     */
    public static String boot(String... options) {
        return sure(
                ask(Stream.concat(Stream.of("boot"), Stream.of(options)).toArray(String[]::new)));
    }

    private static String sure(Answer answer) {
        if (!answer.present()) {
            throw new IllegalStateException(answer.text());
        }
        return answer.text();
    }

    private static Answer ask(String... arguments) {
        try {
            Process process =
                    new ProcessBuilder(
                                    Stream.concat(Stream.of(PREPARE), Stream.of(arguments))
                                            .toList())
                            .redirectErrorStream(true)
                            .start();
            List<String> lines =
                    new String(process.getInputStream().readAllBytes(), UTF_8)
                            .strip()
                            .lines()
                            .toList();
            lines.stream().limit(Math.max(0, lines.size() - 1)).forEach(System.err::println);
            String last = lines.isEmpty() ? "no word from " + PREPARE : lines.getLast();
            return new Answer(process.waitFor() == 0, last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.model.PythonRandom;
import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/** {@code random.*}: random values; with a seed those that Python gives. */
public final class RandomModule {
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String DIGITS = "0123456789";
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final String WHITESPACE = " \t\n\r\u000b\f";

    private final RandomGenerator secure;

    /**
     * @param secure where unseeded values come from; passwords are made of it
     */
    public RandomModule(RandomGenerator secure) {
        this.secure = secure;
    }

    public List<ExecutionFunction> functions() {
        return List.of(
                new ExecutionFunction(
                        "random.hash",
                        "The digest of a value.",
                        "value, algorithm='sha512'",
                        (minion, args) ->
                                Hashes.hex(
                                        args.string("algorithm"),
                                        args.string("value").getBytes(StandardCharsets.UTF_8))),
                new ExecutionFunction(
                        "random.str_encode",
                        "A text in base64.",
                        "value, encoder='base64'",
                        (minion, args) -> {
                            if (!args.string("encoder").equals("base64")) {
                                throw new CallError("Value must be an encode-able string");
                            }
                            return Base64.getEncoder()
                                    .encodeToString(
                                            args.string("value").getBytes(StandardCharsets.UTF_8));
                        }),
                new ExecutionFunction(
                        "random.get_str",
                        "A random text.",
                        "length=20, chars=None, lowercase=True, uppercase=True, digits=True,"
                                + " punctuation=True, whitespace=False, printable=False",
                        (minion, args) -> text(args)),
                new ExecutionFunction(
                        "random.shadow_hash",
                        "A password's hash for the shadow file.",
                        "crypt_salt=None, password=None, algorithm='sha512'",
                        (minion, args) -> shadow(args)),
                new ExecutionFunction(
                        "random.rand_int",
                        "A random whole number.",
                        "start=1, end=10, seed=None",
                        (minion, args) -> {
                            long start = args.integer("start").orElse(1L);
                            long range = args.integer("end").orElse(10L) - start + 1;
                            if (range < 1) {
                                throw new CallError(
                                        "empty range for randrange() (%d, %d, %d)"
                                                .formatted(start, start + range, range));
                            }
                            return start + below(range, args.value("seed"));
                        }),
                new ExecutionFunction(
                        "random.seed",
                        "A number below a limit that stays the same for a host.",
                        "range=10, hash=None",
                        (minion, args) -> {
                            Object hash = args.value("hash");
                            return PythonRandom.seeded(
                                            hash == null ? minion.grains().get("id") : hash)
                                    .below(args.integer("range").orElse(10L));
                        }),
                new ExecutionFunction(
                        "random.sample",
                        "Some entries of a list, in random order.",
                        "value, size, seed=None",
                        (minion, args) -> sample(args, args.integer("size").orElse(0L).intValue())),
                new ExecutionFunction(
                        "random.shuffle",
                        "The entries of a list in random order.",
                        "value, seed=None",
                        (minion, args) -> sample(args, args.list("value").size())));
    }

    private long below(long range, @Nullable Object seed) {
        return seed == null ? secure.nextLong(range) : PythonRandom.seeded(seed).below(range);
    }

    private Object sample(Arguments args, int size) {
        List<@Nullable Object> values =
                args.value("value") instanceof String text
                        ? new ArrayList<@Nullable Object>(
                                text.codePoints().mapToObj(Character::toString).toList())
                        : args.list("value");
        if (size < 0 || size > values.size()) {
            throw new CallError("Sample larger than population or is negative");
        }
        Object seed = args.value("seed");
        List<@Nullable Object> sample =
                seed == null
                        ? PythonRandom.sample(values, size, secure::nextLong)
                        : PythonRandom.sample(
                                values, size, PythonRandom.seeded(hashed(seed))::below);
        if (args.value("value") instanceof String) {
            StringBuilder text = new StringBuilder();
            sample.forEach(letter -> text.append(PythonText.str(letter)));
            return text.toString();
        }
        return sample;
    }

    /** Salt seeds a sample with the digest of its seed. */
    private static String hashed(Object seed) {
        return Hashes.hex("sha512", PythonText.str(seed).getBytes(StandardCharsets.UTF_8));
    }

    private String text(Arguments args) {
        StringBuilder from = new StringBuilder(args.text("chars").orElse(""));
        if (from.isEmpty()) {
            from.append(args.flag("lowercase") || args.flag("printable") ? LOWER : "");
            from.append(args.flag("uppercase") || args.flag("printable") ? UPPER : "");
            from.append(args.flag("digits") || args.flag("printable") ? DIGITS : "");
            from.append(args.flag("punctuation") || args.flag("printable") ? PUNCTUATION : "");
            from.append(args.flag("whitespace") || args.flag("printable") ? WHITESPACE : "");
        }
        if (from.isEmpty()) {
            throw new CallError("The source of characters is empty");
        }
        StringBuilder text = new StringBuilder();
        for (long i = args.integer("length").orElse(20L); i > 0; i--) {
            text.append(from.charAt(secure.nextInt(from.length())));
        }
        return text.toString();
    }

    private String shadow(Arguments args) {
        String algorithm = args.text("algorithm").orElse("sha512");
        if (!algorithm.equals("sha512") && !algorithm.equals("sha256")) {
            throw new CallError(
                    "SaltInvocationError",
                    "Cannot hash using '%s' hash algorithm. Natively supported algorithms are: ['sha512', 'sha256']."
                            .formatted(algorithm));
        }
        String salt =
                args.text("crypt_salt").orElseGet(() -> letters(16, LOWER + UPPER + DIGITS + "./"));
        String password =
                args.text("password")
                        .orElseGet(() -> letters(20, LOWER + UPPER + DIGITS + PUNCTUATION));
        return new ShaCrypt(algorithm.equals("sha512")).hash(salt, password);
    }

    private String letters(int length, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(secure.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}

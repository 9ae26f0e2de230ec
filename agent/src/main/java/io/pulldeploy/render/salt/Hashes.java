package io.pulldeploy.render.salt;

import io.pulldeploy.model.PythonBase64;
import io.pulldeploy.render.jinja.PyBytes;
import io.pulldeploy.render.jinja.PyConversion;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Salt's filters on digests and encodings. */
final class Hashes {
    /** Salt's namespace of UUIDs. */
    private static final byte[] UUID_NAMESPACE =
            HexFormat.of().parseHex("91633ebf1c865e33935a28061f4b480e");

    private static final Map<String, String> ALGORITHMS =
            Map.ofEntries(
                    Map.entry("md5", "MD5"),
                    Map.entry("sha1", "SHA-1"),
                    Map.entry("sha224", "SHA-224"),
                    Map.entry("sha256", "SHA-256"),
                    Map.entry("sha384", "SHA-384"),
                    Map.entry("sha512", "SHA-512"),
                    Map.entry("sha3_224", "SHA3-224"),
                    Map.entry("sha3_256", "SHA3-256"),
                    Map.entry("sha3_384", "SHA3-384"),
                    Map.entry("sha3_512", "SHA3-512"));

    private Hashes() {}

    static void addTo(FilterTable filters, RandomGenerator random) {
        for (String algorithm : new String[] {"md5", "sha1", "sha256", "sha512"}) {
            filters.add(
                    algorithm,
                    algorithm + "_digest",
                    "instr",
                    (_, a) -> hex(algorithm, Values.bytes(a[0])));
        }
        filters.add(
                        "hmac",
                        "hmac_signature",
                        "string, shared_secret, challenge_hmac",
                        (_, a) ->
                                MessageDigest.isEqual(
                                        Base64.getEncoder()
                                                .encode(
                                                        hmac(
                                                                Values.bytes(a[0]),
                                                                Values.bytes(a[1]))),
                                        Values.bytes(a[2])))
                .add(
                        "hmac_compute",
                        "string, shared_secret",
                        (_, a) ->
                                HexFormat.of()
                                        .formatHex(hmac(Values.bytes(a[0]), Values.bytes(a[1]))))
                .add(
                        "base64_encode",
                        "base64_b64encode",
                        "instr",
                        (_, a) -> Base64.getEncoder().encodeToString(Values.bytes(a[0])))
                .add("base64_decode", "base64_b64decode", "instr", (_, a) -> decode(a[0]))
                .add(
                        "to_bytes",
                        "s, encoding=None, errors='strict'",
                        (_, a) -> new PyBytes(Values.bytes(a[0])))
                .add("uuid", "uuid_", "val", (_, a) -> uuid(Values.bytes(a[0])));
        for (String name : new String[] {"random_hash", "rand_str"}) {
            filters.add(
                    name,
                    "random_hash",
                    "size=9999999999, hash_type=None",
                    (_, a) -> {
                        if (PyValues.truth(a[1]) && PyValues.text(a[1]) == null) {
                            throw Values.type(
                                    "attribute name must be string, not '"
                                            + PyValues.typeName(a[1])
                                            + "'");
                        }
                        long number = random.nextLong(stop(PyValues.add(a[0], 1L)));
                        return hex(
                                PyValues.truth(a[1]) ? PyValues.str(a[1]) : "md5",
                                Long.toString(number).getBytes(StandardCharsets.US_ASCII));
                    });
        }
        filters.add(
                "random_str",
                "random",
                "size=32",
                (_, a) -> {
                    byte[] key = new byte[(int) Values.integer(a[0])];
                    random.nextBytes(key);
                    return Base64.getEncoder().encodeToString(key).substring(0, key.length);
                });
    }

    /** Where Python's {@code randrange} stops; what is beyond a long is as random as a long. */
    private static long stop(@Nullable Object value) {
        Object whole = value;
        if (value instanceof Double d) {
            if (!Double.isInfinite(d) && d != Math.rint(d)) {
                throw Values.value("non-integer stop for randrange()");
            }
            whole = PyConversion.toInt(d);
        }
        long stop =
                whole instanceof BigInteger big
                        ? big.signum() * Long.MAX_VALUE
                        : Values.integer(whole);
        if (stop <= 0) {
            throw Values.value("empty range for randrange() (0, %s, %s)".formatted(whole, whole));
        }
        return stop;
    }

    static boolean isKnown(String algorithm) {
        return ALGORITHMS.containsKey(algorithm);
    }

    static String hex(String algorithm, byte[] data) {
        String name = ALGORITHMS.get(algorithm);
        if (name == null) {
            throw new TemplateError(
                    "AttributeError", "module 'hashlib' has no attribute '" + algorithm + "'");
        }
        return HexFormat.of().formatHex(digest(name, data));
    }

    private static byte[] digest(String name, byte[] data) {
        try {
            return MessageDigest.getInstance(name).digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks " + name, e);
        }
    }

    private static byte[] hmac(byte[] message, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks HmacSHA256", e);
        }
    }

    private static Object decode(@Nullable Object value) {
        try {
            return Values.textOrBytes(
                    PythonBase64.decode(
                            new String(Values.bytes(value), StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException e) {
            throw new TemplateError("binascii.Error", String.valueOf(e.getMessage()), e);
        }
    }

    /** A UUID of version 5 in Salt's namespace. */
    private static String uuid(byte[] name) {
        byte[] data = Arrays.copyOf(UUID_NAMESPACE, 16 + name.length);
        System.arraycopy(name, 0, data, 16, name.length);
        byte[] hash = digest("SHA-1", data);
        hash[6] = (byte) ((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
        ByteBuffer bits = ByteBuffer.wrap(hash);
        return new java.util.UUID(bits.getLong(), bits.getLong()).toString();
    }
}

package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.system.FileTree;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Digests under Salt's names: sha256, md5 and so on. */
public final class Digests {
    /** Salt's name to the number of hexadecimal digits, in Salt's order. */
    private static final Map<String, Integer> LENGTHS = lengths();

    /**
     * @param type Salt's name of the algorithm
     * @param value hexadecimal, lower case
     */
    public record Digest(String type, String value) {}

    private Digests() {}

    private static Map<String, Integer> lengths() {
        Map<String, Integer> lengths = new LinkedHashMap<>();
        lengths.put("sha512", 128);
        lengths.put("sha384", 96);
        lengths.put("sha256", 64);
        lengths.put("sha224", 56);
        lengths.put("sha1", 40);
        lengths.put("md5", 32);
        return lengths;
    }

    public static Map<String, Integer> supported() {
        return Collections.unmodifiableMap(LENGTHS);
    }

    /** The algorithm whose digests have so many hexadecimal digits. */
    public static Optional<String> typeOfLength(int length) {
        return LENGTHS.entrySet().stream()
                .filter(e -> e.getValue() == length)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * @throws CallError with Salt's text if the algorithm is unknown
     */
    public static MessageDigest algorithm(String type) {
        try {
            return MessageDigest.getInstance(
                    switch (type) {
                        case "sha1" -> "SHA-1";
                        case "sha224" -> "SHA-224";
                        case "sha256" -> "SHA-256";
                        case "sha384" -> "SHA-384";
                        case "sha512" -> "SHA-512";
                        case "md5" -> "MD5";
                        default -> throw new CallError("Invalid hash type: " + type);
                    });
        } catch (NoSuchAlgorithmException e) {
            throw new CallError("Invalid hash type: " + type, e);
        }
    }

    public static String of(String type, byte[] content) {
        return HexFormat.of().formatHex(algorithm(type).digest(content));
    }

    /** Reads a stream to its end without holding it. */
    public static String of(String type, InputStream in) {
        MessageDigest digest = algorithm(type);
        byte[] buffer = new byte[65536];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The digest of a file, read without holding it. */
    public static String of(String type, FileTree files, Path path) {
        try (InputStream in = files.open(path)) {
            return of(type, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

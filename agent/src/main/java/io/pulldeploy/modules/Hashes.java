package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Digests under Python's names. */
final class Hashes {
    private Hashes() {}

    /**
     * @param name such as {@code sha256} or {@code sha3_256}
     */
    static String hex(String name, byte[] content) {
        String java =
                name.toUpperCase(Locale.ROOT)
                        .replace('_', '-')
                        .replaceFirst("^SHA(?=\\d{3}|1)", "SHA-");
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(java).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new CallError("You must specify a valid algorithm.", e);
        }
    }
}

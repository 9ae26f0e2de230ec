package io.pulldeploy.modules;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** Passwords' hashes of the shadow file: crypt(3)'s methods 5 (SHA-256) and 6 (SHA-512). */
final class ShaCrypt {
    private static final String ALPHABET =
            "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String ROUNDS = "rounds=";

    /** What crypt(3) gives for a setting that it does not take. */
    private static final String REFUSED = "*0";

    private static final int USUAL_ROUNDS = 5000;
    private static final int FEWEST_ROUNDS = 1000;
    private static final int MOST_ROUNDS = 999_999_999;
    private static final int LONGEST_SALT = 16;

    private final boolean wide;

    /**
     * @param wide SHA-512, as opposed to SHA-256
     */
    ShaCrypt(boolean wide) {
        this.wide = wide;
    }

    /**
     * @param setting the salt, before it {@code rounds=N$} where there are to be more or fewer
     */
    String hash(String setting, String password) {
        String text = setting;
        int rounds = USUAL_ROUNDS;
        String told = "";
        if (text.matches("rounds=\\d{1,18}\\$.*")) {
            int end = text.indexOf('$');
            long wanted = Long.parseLong(text.substring(ROUNDS.length(), end));
            if (wanted < FEWEST_ROUNDS || wanted > MOST_ROUNDS) {
                return REFUSED;
            }
            rounds = (int) wanted;
            told = ROUNDS + rounds + "$";
            text = text.substring(end + 1);
        }
        text = text.split("\\$", 2)[0];
        String salt = text.substring(0, Math.min(LONGEST_SALT, text.length()));
        byte[] digest =
                digest(
                        password.getBytes(StandardCharsets.UTF_8),
                        salt.getBytes(StandardCharsets.UTF_8),
                        rounds);
        return (wide ? "$6$" : "$5$") + told + salt + "$" + encoded(digest);
    }

    private MessageDigest algorithm() {
        return Digests.algorithm(wide ? "sha512" : "sha256");
    }

    private byte[] digest(byte[] password, byte[] salt, int rounds) {
        byte[] alternate = of(password, salt, password);
        MessageDigest first = algorithm();
        first.update(password);
        first.update(salt);
        first.update(cycled(alternate, password.length));
        for (int bits = password.length; bits > 0; bits >>= 1) {
            first.update((bits & 1) == 1 ? alternate : password);
        }
        byte[] sum = first.digest();
        byte[] ofPassword = cycled(repeated(password, password.length), password.length);
        byte[] ofSalt = cycled(repeated(salt, 16 + (sum[0] & 0xFF)), salt.length);
        for (int i = 0; i < rounds; i++) {
            MessageDigest round = algorithm();
            boolean odd = i % 2 == 1;
            round.update(odd ? ofPassword : sum);
            if (i % 3 != 0) {
                round.update(ofSalt);
            }
            if (i % 7 != 0) {
                round.update(ofPassword);
            }
            round.update(odd ? sum : ofPassword);
            sum = round.digest();
        }
        return sum;
    }

    private byte[] of(byte[]... parts) {
        MessageDigest digest = algorithm();
        Arrays.stream(parts).forEach(digest::update);
        return digest.digest();
    }

    private byte[] repeated(byte[] text, int times) {
        MessageDigest digest = algorithm();
        for (int i = 0; i < times; i++) {
            digest.update(text);
        }
        return digest.digest();
    }

    private static byte[] cycled(byte[] bytes, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int left = length; left > 0; left -= bytes.length) {
            out.write(bytes, 0, Math.min(left, bytes.length));
        }
        return out.toByteArray();
    }

    /** The digest's bytes in the method's own order, six bits a letter. */
    private String encoded(byte[] digest) {
        StringBuilder text = new StringBuilder();
        int third = wide ? 21 : 10;
        int a = 0;
        int b = third;
        int c = 2 * third;
        for (int i = 0; i < third; i++) {
            letters(text, digest[a], digest[b], digest[c], 4);
            int next = a;
            if (wide) {
                a = b + 1;
                b = c + 1;
                c = next + 1;
            } else {
                a = c + 1;
                c = b + 1;
                b = next + 1;
            }
        }
        if (wide) {
            letters(text, (byte) 0, (byte) 0, digest[63], 2);
        } else {
            letters(text, (byte) 0, digest[31], digest[30], 3);
        }
        return text.toString();
    }

    private static void letters(StringBuilder text, byte high, byte middle, byte low, int count) {
        int bits = (high & 0xFF) << 16 | (middle & 0xFF) << 8 | (low & 0xFF);
        for (int i = 0; i < count; i++) {
            text.append(ALPHABET.charAt(bits >> (6 * i) & 0x3F));
        }
    }
}

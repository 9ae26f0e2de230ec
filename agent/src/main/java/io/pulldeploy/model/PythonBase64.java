package io.pulldeploy.model;

import java.io.ByteArrayOutputStream;

/** Base64 as Python's binascii reads it: what is no letter of the alphabet is skipped. */
public final class PythonBase64 {
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private PythonBase64() {}

    /**
     * @throws IllegalArgumentException with Python's text, if the padding is wrong
     */
    public static byte[] decode(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int bits = 0;
        int letters = 0;
        int pads = 0;
        int inQuad = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=') {
                pads++;
                if (inQuad >= 2 && inQuad + pads >= 4) {
                    return out.toByteArray();
                }
                continue;
            }
            int value = ALPHABET.indexOf(c);
            if (value < 0) {
                continue;
            }
            pads = 0;
            letters++;
            bits = (bits << 6 | value) & 0xffffff;
            switch (inQuad) {
                case 0 -> inQuad = 1;
                case 1 -> {
                    inQuad = 2;
                    out.write(bits >> 4);
                }
                case 2 -> {
                    inQuad = 3;
                    out.write(bits >> 2);
                }
                default -> {
                    inQuad = 0;
                    out.write(bits);
                }
            }
        }
        if (inQuad == 1) {
            throw new IllegalArgumentException(
                    "Invalid base64-encoded string: number of data characters ("
                            + letters
                            + ") cannot be 1 more than a multiple of 4");
        }
        if (inQuad != 0) {
            throw new IllegalArgumentException("Incorrect padding");
        }
        return out.toByteArray();
    }
}

package io.pulldeploy.render.jinja;

/** The size of single values, so that no expression eats the memory. */
final class Bounds {
    /** Characters of one string, elements of one list. */
    static final int MAX_LENGTH = 16_000_000;

    /** Bits of one int. */
    static final int MAX_BITS = 4_000_000;

    private Bounds() {}

    static int checkLength(long length) {
        if (length > MAX_LENGTH) {
            throw TemplateError.limit(
                    "a value grew past the limit of " + MAX_LENGTH + " characters or elements");
        }
        return (int) length;
    }

    static void checkBits(long bits) {
        if (bits > MAX_BITS) {
            throw TemplateError.limit("an int grew past the limit of " + MAX_BITS + " bits");
        }
    }
}

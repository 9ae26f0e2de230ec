package io.pulldeploy.system;

/** Version order by Debian's rules: epoch, upstream version, revision; a tilde sorts first. */
public final class DebianVersions {
    private DebianVersions() {}

    /** Below zero, zero or above zero, as {@code dpkg --compare-versions} orders. */
    public static int compare(String a, String b) {
        int epochs = Long.compare(epoch(a), epoch(b));
        if (epochs != 0) {
            return epochs;
        }
        String restA = a.substring(a.indexOf(':') + 1);
        String restB = b.substring(b.indexOf(':') + 1);
        int upstream = parts(upstream(restA), upstream(restB));
        return upstream != 0 ? upstream : parts(revision(restA), revision(restB));
    }

    private static long epoch(String version) {
        int colon = version.indexOf(':');
        try {
            return colon < 0 ? 0 : Long.parseLong(version.substring(0, colon));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String upstream(String version) {
        int dash = version.lastIndexOf('-');
        return dash < 0 ? version : version.substring(0, dash);
    }

    private static String revision(String version) {
        int dash = version.lastIndexOf('-');
        return dash < 0 ? "" : version.substring(dash + 1);
    }

    private static int parts(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            while ((i < a.length() && !isDigit(a.charAt(i)))
                    || (j < b.length() && !isDigit(b.charAt(j)))) {
                int difference = order(a, i) - order(b, j);
                if (difference != 0) {
                    return difference;
                }
                i++;
                j++;
            }
            while (i < a.length() && a.charAt(i) == '0') {
                i++;
            }
            while (j < b.length() && b.charAt(j) == '0') {
                j++;
            }
            int first = 0;
            while (i < a.length()
                    && isDigit(a.charAt(i))
                    && j < b.length()
                    && isDigit(b.charAt(j))) {
                first = first != 0 ? first : a.charAt(i) - b.charAt(j);
                i++;
                j++;
            }
            if (i < a.length() && isDigit(a.charAt(i))) {
                return 1;
            }
            if (j < b.length() && isDigit(b.charAt(j))) {
                return -1;
            }
            if (first != 0) {
                return first;
            }
        }
        return 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The end of a text sorts like a digit; letters sort before other characters. */
    private static int order(String text, int index) {
        if (index >= text.length() || isDigit(text.charAt(index))) {
            return 0;
        }
        char c = text.charAt(index);
        if (c == '~') {
            return -1;
        }
        return Character.isLetter(c) ? c : c + 256;
    }
}

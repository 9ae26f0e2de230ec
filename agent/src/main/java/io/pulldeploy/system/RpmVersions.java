package io.pulldeploy.system;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Version order by rpm's rules: epoch, version, release; a tilde sorts first, a caret last. */
public final class RpmVersions {
    private static final Pattern SEGMENT = Pattern.compile("\\d+|[A-Za-z]+|~|\\^");

    private RpmVersions() {}

    /** Below zero, zero or above zero; a release that one of the two lacks does not count. */
    public static int compare(String a, String b) {
        int epochs = segment(epoch(a), epoch(b));
        if (epochs != 0) {
            return epochs;
        }
        String restA = a.substring(a.indexOf(':') + 1);
        String restB = b.substring(b.indexOf(':') + 1);
        String[] partsA = restA.split("-", 2);
        String[] partsB = restB.split("-", 2);
        int versions = part(partsA[0], partsB[0]);
        return versions != 0 || partsA.length < 2 || partsB.length < 2
                ? versions
                : part(partsA[1], partsB[1]);
    }

    private static String epoch(String version) {
        int colon = version.indexOf(':');
        return colon < 0 ? "0" : version.substring(0, colon);
    }

    private static int part(String a, String b) {
        List<String> left = segments(a);
        List<String> right = segments(b);
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            String one = i < left.size() ? left.get(i) : "";
            String two = i < right.size() ? right.get(i) : "";
            if (one.equals("~") || two.equals("~")) {
                if (!one.equals(two)) {
                    return one.equals("~") ? -1 : 1;
                }
            } else if (one.equals("^") || two.equals("^")) {
                if (!one.equals(two)) {
                    String other = one.equals("^") ? two : one;
                    int caretWins = other.isEmpty() ? 1 : -1;
                    return one.equals("^") ? caretWins : -caretWins;
                }
            } else {
                int order = segment(one, two);
                if (order != 0) {
                    return order;
                }
            }
        }
        return 0;
    }

    private static List<String> segments(String text) {
        List<String> segments = new ArrayList<>();
        Matcher m = SEGMENT.matcher(text);
        while (m.find()) {
            segments.add(m.group());
        }
        return segments;
    }

    private static int segment(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(!a.isEmpty(), !b.isEmpty());
        }
        boolean numberA = Character.isDigit(a.charAt(0));
        boolean numberB = Character.isDigit(b.charAt(0));
        if (numberA != numberB) {
            return numberA ? 1 : -1;
        }
        if (!numberA) {
            return a.compareTo(b);
        }
        String left = a.replaceFirst("^0+(?=.)", "");
        String right = b.replaceFirst("^0+(?=.)", "");
        return left.length() != right.length()
                ? left.length() - right.length()
                : left.compareTo(right);
    }
}

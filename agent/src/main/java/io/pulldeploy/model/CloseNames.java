package io.pulldeploy.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Which known names a misspelt one may have meant. */
public final class CloseNames {
    private CloseNames() {}

    /**
     * At most three names, the closest first; none if nothing is near (more than a third of the
     * letters differ).
     */
    public static List<String> of(String name, Collection<String> known) {
        int limit = Math.max(1, name.length() / 3);
        return known.stream()
                .filter(k -> distance(name, k) <= limit)
                .sorted(
                        Comparator.<String>comparingInt(k -> distance(name, k))
                                .thenComparing(k -> k))
                .limit(3)
                .toList();
    }

    /** How many letters are to be put in, left out, replaced, or exchanged with the next one. */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int edits =
                        Math.min(last[j - 1] + (same ? 0 : 1), 1 + Math.min(last[j], row[j - 1]));
                boolean exchanged =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                row[j] = exchanged ? Math.min(edits, beforeLast[j - 2] + 1) : edits;
            }
        }
        return row[b.length()];
    }
}

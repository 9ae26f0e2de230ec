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

    /** Levenshtein's edit distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}

package io.pulldeploy.model;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The texts that came from secret sources, and must not be shown by logs, diffs and reports. */
public final class Secrets {
    /** What stands for a secret. */
    public static final String PLACEHOLDER = "**********";

    /** Shorter texts would mask ordinary words. */
    private static final int SHORTEST = 4;

    private final Set<String> texts = ConcurrentHashMap.newKeySet();

    /** Marks a text as secret, and each of its lines, which a diff shows one by one. */
    public void add(String secret) {
        secret.lines()
                .map(String::strip)
                .filter(line -> line.length() >= SHORTEST)
                .forEach(texts::add);
    }

    /** The text with every secret in it replaced; the longest first. */
    public String mask(String text) {
        String masked = text;
        for (String secret :
                texts.stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList()) {
            masked = masked.replace(secret, PLACEHOLDER);
        }
        return masked;
    }
}

package io.pulldeploy.model;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The texts that came from secret sources. Values flow through templates and states as they are;
 * wherever something leaves for a person or a file of ours, it passes through here.
 */
public final class Secrets {
    /** What stands for a secret. */
    public static final String PLACEHOLDER = "**********";

    /** Shorter texts would mask ordinary words. */
    private static final int SHORTEST = 4;

    /** The longest first, because one secret may hold another. */
    private final Set<String> known =
            new TreeSet<>((a, b) ->
                    a.length() == b.length()
                            ? a.compareTo(b)
                            : Integer.compare(b.length(), a.length()));

    /** What is looked for: a snapshot, because texts are masked far more often than added. */
    private volatile List<String> texts = List.of();

    /**
     * Marks a text as secret, and each of its lines, which a diff shows one by one, and its Base64
     * form, in which it is written into other files.
     */
    public synchronized void add(String secret) {
        List<String> forms = new ArrayList<>(secret.lines().map(String::strip).toList());
        forms.add(secret.strip());
        forms.addAll(
                forms.stream()
                        .filter(text -> text.length() >= SHORTEST)
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .map(Base64.getEncoder()::encodeToString)
                        .toList());
        forms.stream().filter(text -> text.length() >= SHORTEST).forEach(known::add);
        texts = List.copyOf(known);
    }

    /** Marks every text inside a plain value. */
    public void addAll(@Nullable Object value) {
        switch (value) {
            case String text -> add(text);
            case byte[] bytes -> add(new String(bytes, StandardCharsets.UTF_8));
            case Map<?, ?> map -> map.values().forEach(this::addAll);
            case List<?> list -> list.forEach(this::addAll);
            case null, default -> {}
        }
    }

    /** Whether a text holds a secret. */
    public boolean isIn(String text) {
        return texts.stream().anyMatch(text::contains);
    }

    /** The text with every secret in it replaced. */
    public String mask(String text) {
        String masked = text;
        for (String secret : texts) {
            masked = masked.replace(secret, PLACEHOLDER);
        }
        return masked;
    }

    /** The plain value with every secret in its texts and keys replaced. */
    public @Nullable Object maskAll(@Nullable Object value) {
        return texts.isEmpty() ? value : masked(value);
    }

    private @Nullable Object masked(@Nullable Object value) {
        return switch (value) {
            case String text -> mask(text);
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> masked = new LinkedHashMap<>();
                map.forEach((key, entry) -> masked.put(masked(key), masked(entry)));
                yield masked;
            }
            case List<?> list -> {
                List<@Nullable Object> masked = new ArrayList<>();
                list.forEach(entry -> masked.add(masked(entry)));
                yield masked;
            }
            case byte[] bytes ->
                    isIn(new String(bytes, StandardCharsets.UTF_8))
                            ? PLACEHOLDER.getBytes(StandardCharsets.UTF_8)
                            : bytes;
            case null -> null;
            case Object other -> other;
        };
    }

    /** The author's mistake without the secrets that a template brought into the text at fault. */
    public SlsError mask(SlsError error) {
        return new SlsError(
                mask(error.saltText()),
                mask(error.reason()),
                error.file(),
                error.line(),
                mask(error.offending()),
                mask(error.hint()));
    }
}

package io.pulldeploy.pillar;

import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.SameType;
import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SlsException;
import io.pulldeploy.model.Traverse;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decrypts the values that {@code decrypt_pillar} names, wherever they came from. */
final class PillarDecryption {
    private final Map<String, Decrypter> renderers;
    private final Map<String, @Nullable Object> opts;
    private final List<SlsError> errors;

    /**
     * @param renderers those that decrypt, by name
     * @param errors what goes wrong is added here
     */
    PillarDecryption(
            Map<String, Decrypter> renderers,
            Map<String, @Nullable Object> opts,
            List<SlsError> errors) {
        this.renderers = renderers;
        this.opts = opts;
        this.errors = errors;
    }

    /** The pillar with the named values decrypted; itself if there is nothing to decrypt. */
    Map<Object, @Nullable Object> decrypted(Map<Object, @Nullable Object> pillar) {
        Object configured = opts.get("decrypt_pillar");
        if (configured == null || configured.equals(List.of()) || configured.equals(Map.of())) {
            return pillar;
        }
        Map<String, @Nullable Object> keys = keys(configured);
        if (keys.isEmpty()) {
            errors.add(SlsError.of("decrypt_pillar config option is malformed"));
        }
        Map<Object, @Nullable Object> result = pillar;
        for (Map.Entry<String, @Nullable Object> key : keys.entrySet()) {
            List<String> path = Traverse.split(key.getKey(), text("decrypt_pillar_delimiter", ":"));
            Optional<Traverse.Found> found = below(pillar, path);
            if (found.isEmpty() || found.get().value() == null) {
                continue;
            }
            try {
                result =
                        replaced(
                                result,
                                path,
                                decrypted(found.get().value(), PythonText.str(key.getValue())));
            } catch (SlsException e) {
                errors.add(
                        SlsError.of(
                                "Failed to decrypt pillar key '%s': %s"
                                        .formatted(key.getKey(), e.getMessage())));
            }
        }
        return result;
    }

    /** Names to renderers, of a mapping or of a list of names and of mappings of one name. */
    private static Map<String, @Nullable Object> keys(Object configured) {
        Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        List<?> items = configured instanceof List<?> list ? list : List.of(configured);
        for (Object item : items) {
            switch (item) {
                case String key -> keys.put(key, "");
                case Map<?, ?> map ->
                        map.forEach((key, renderer) ->
                                keys.put(PythonText.str(key), renderer == null ? "" : renderer));
                case null, default -> {
                    return Map.of();
                }
            }
        }
        return keys;
    }

    private @Nullable Object decrypted(@Nullable Object value, String wanted) {
        String renderer = wanted.isEmpty() ? text("decrypt_pillar_default", "gpg") : wanted;
        List<String> valid =
                opts.get("decrypt_pillar_renderers") instanceof List<?> list
                        ? list.stream().map(String::valueOf).toList()
                        : List.of();
        if (!valid.isEmpty() && !valid.contains(renderer)) {
            throw new SlsException(
                    SlsError.of(
                            "'%s' is not a valid decryption renderer. Valid choices are: %s"
                                    .formatted(renderer, String.join(", ", valid))));
        }
        Decrypter decrypter = renderers.get(renderer);
        if (decrypter == null) {
            throw new SlsException(
                    SlsError.of("Decryption renderer '%s' is not available".formatted(renderer)));
        }
        return decrypter.decrypt(value, opts);
    }

    private static Optional<Traverse.Found> below(@Nullable Object data, List<String> path) {
        Object at = data;
        for (String key : path) {
            if (!(at instanceof Map<?, ?> map) || !map.containsKey(key)) {
                return Optional.empty();
            }
            at = map.get(key);
        }
        return Optional.of(new Traverse.Found(at));
    }

    private static Map<Object, @Nullable Object> replaced(
            Map<?, ?> map, List<String> path, @Nullable Object value) {
        Map<Object, @Nullable Object> copy = SameType.map(map, new LinkedHashMap<>(map));
        String key = path.getFirst();
        copy.put(
                key,
                path.size() > 1 && map.get(key) instanceof Map<?, ?> inner
                        ? replaced(inner, new ArrayList<>(path.subList(1, path.size())), value)
                        : value);
        return copy;
    }

    private String text(String key, String otherwise) {
        return opts.get(key) instanceof String text && !text.isEmpty() ? text : otherwise;
    }
}

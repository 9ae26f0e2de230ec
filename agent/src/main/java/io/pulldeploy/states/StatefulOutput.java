package io.pulldeploy.states;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.ShellWords;
import io.pulldeploy.modules.Texts;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonError;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a command with {@code stateful: True} says of itself: a JSON object, or a last line of
 * {@code changed=yes comment='…'}.
 */
final class StatefulOutput {
    private StatefulOutput() {}

    /**
     * @param done Salt's mapping of a command that ran
     * @param good whether it ended well
     */
    static StateResult read(Map<String, @Nullable Object> done, boolean good) {
        String output = Texts.str(done.get("stdout"));
        if (output.isEmpty()) {
            return result(good, Map.of(), Texts.str(done.get("stderr")));
        }
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        String before = "";
        switch (json(output)) {
            case Map<?, ?> object -> object.forEach((k, v) -> said.put(Texts.str(k), v));
            case NotJson _ -> {
                int end = output.stripTrailing().lastIndexOf('\n');
                try {
                    for (String item : ShellWords.split(output.substring(end + 1))) {
                        List<String> parts = List.of(item.split("=", -1));
                        if (parts.size() != 2) {
                            throw new CallError("no name=value");
                        }
                        said.put(parts.get(0), parts.get(1));
                    }
                } catch (CallError e) {
                    return StateResult.failed(
                            done,
                            "Failed parsing script output! Stdout must be JSON or a line of name=value pairs.");
                }
                String kept = Texts.str(said.getOrDefault("stdout", output));
                before =
                        kept.substring(
                                0, end < 0 ? kept.length() - 1 : Math.min(end, kept.length()));
            }
            case null, default -> {
                return StateResult.failed("script JSON output must be a JSON object (e.g., {})!");
            }
        }
        Object comment = said.remove("comment");
        String text = comment == null ? "" : Texts.str(comment);
        if (!isTrue(said.getOrDefault("changed", "no"))) {
            return result(good, Map.of(), text);
        }
        done.forEach(said::putIfAbsent);
        said.put("stdout", before);
        return result(good, said, text);
    }

    private static StateResult result(
            boolean good, Map<String, @Nullable Object> changes, String comment) {
        return good ? StateResult.changed(changes, comment) : StateResult.failed(changes, comment);
    }

    private record NotJson() {}

    private static @Nullable Object json(String text) {
        try {
            return Json.parse(text);
        } catch (JsonError e) {
            return new NotJson();
        }
    }

    private static boolean isTrue(@Nullable Object value) {
        return List.of("true", "yes", "1").contains(Texts.str(value).toLowerCase(Locale.ROOT));
    }
}

package io.pulldeploy.cli.output;

import io.pulldeploy.cli.output.Colours.Colour;
import io.pulldeploy.model.PythonOrder;
import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Salt's outputter for keys: what the host's mapping or list holds, a line each, under a title. */
final class KeyOutputter implements Outputter {
    private final Outputter otherwise;

    /**
     * @param otherwise shows what has no entries
     */
    KeyOutputter(Outputter otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public String format(@Nullable Object data, OutputOptions options) {
        Colours colours = options.colours();
        List<String> lines = new ArrayList<>();
        lines.add(colours.paint(Colour.LIGHT_MAGENTA, "Local Keys:"));
        Object held = data instanceof Map<?, ?> hosts ? hosts.get("local") : data;
        List<@Nullable Object> keys = new ArrayList<>();
        switch (held) {
            case Map<?, ?> map -> keys.addAll(map.keySet());
            case List<?> list -> keys.addAll(list);
            // A text is taken apart into its letters, none of which is shown.
            case String _ -> {}
            case null, default -> {
                return otherwise.format(data, options);
            }
        }
        try {
            keys.sort(PythonOrder::compare);
        } catch (PythonOrder.NotComparable unlike) {
            return otherwise.format(data, options);
        }
        for (Object key : keys) {
            String shown = PythonText.str(key).replace('\u001b', '?');
            lines.add(
                    colours.paint(
                            Colour.MAGENTA,
                            held instanceof Map<?, ?> map
                                    ? shown + ":  " + PythonText.str(map.get(key))
                                    : shown));
        }
        return String.join("\n", lines);
    }
}

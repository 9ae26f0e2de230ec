package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.modules.FileSources;
import io.pulldeploy.modules.Texts;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/** Texts that states take from {@code source}, rendered with their {@code context}. */
final class FileTemplates {
    private final FileSources sources;

    FileTemplates(FileSources sources) {
        this.sources = sources;
    }

    /**
     * A source's text, rendered by the state's {@code template}.
     *
     * @throws CallError if there is none, or nothing is left of it
     */
    String text(StateCall call, String source) {
        Arguments args = call.args();
        byte[] content;
        try {
            content =
                    sources.fetch(
                                    new FileSources.Source(
                                            source, args.text("source_hash").orElse("")),
                                    call.name(),
                                    "",
                                    true,
                                    call.minion(),
                                    call.saltenv())
                            .content();
        } catch (CallError e) {
            throw new CallError("Failed to load template file " + source, e);
        }
        String text = Texts.decode(content);
        if (args.flag("template")) {
            Map<String, @Nullable Object> context = new LinkedHashMap<>();
            args.map("defaults").forEach((k, v) -> context.put(Texts.str(k), v));
            args.map("context").forEach((k, v) -> context.put(Texts.str(k), v));
            text =
                    call.minion()
                            .templates()
                            .render(args.string("template"), text, source, call.saltenv(), context);
        }
        if (text.isEmpty()) {
            throw new CallError("Failed to read rendered template file " + source);
        }
        return text;
    }
}

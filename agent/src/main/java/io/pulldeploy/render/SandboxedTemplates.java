package io.pulldeploy.render;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.el.JinjavaProcessors;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.loader.ResourceLocator;
import com.hubspot.jinjava.loader.ResourceNotFoundException;

import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Jinjava, for templates from less trusted hands: it reads grains and pillar, calls nothing, and is
 * bounded in output, depth and time. Its classes are loaded when the first such template comes.
 */
final class SandboxedTemplates {
    private static final long MAX_OUTPUT = 4_000_000;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_ITEMS = 100_000;

    private final FileTree files;
    private final Clock clock;
    private final Duration limit;

    SandboxedTemplates(FileTree files, Clock clock, Duration limit) {
        this.files = files;
        this.clock = clock;
        this.limit = limit;
    }

    String render(String text, SlsSource source, RenderContext context) {
        Instant deadline = clock.instant().plus(limit);
        JinjavaConfig config =
                JinjavaConfig.newBuilder()
                        .withMaxOutputSize(MAX_OUTPUT)
                        .withMaxStringLength(MAX_OUTPUT)
                        .withMaxRenderDepth(MAX_DEPTH)
                        .withMaxListSize(MAX_ITEMS)
                        .withMaxMapSize(MAX_ITEMS)
                        .withRangeLimit(MAX_ITEMS)
                        .withKeepTrailingNewline(true)
                        .withFailOnUnknownTokens(true)
                        .withNestedInterpretationEnabled(false)
                        .withProcessors(
                                JinjavaProcessors.newBuilder()
                                        .withNodePreProcessor((_, _) -> stopAfter(deadline))
                                        .build())
                        .build();
        Jinjava jinjava = new Jinjava(config);
        jinjava.setResourceLocator(new SaltResources(files, source, context));
        RenderResult result;
        try {
            result = jinjava.renderForResult(body(text), names(source, context));
        } catch (TimeUp e) {
            throw RenderFailure.render(
                    "Jinjava error: the template took longer than " + limit.toSeconds() + " s",
                    0,
                    "");
        }
        List<TemplateError> fatal =
                result.getErrors().stream()
                        .filter(e -> e.getSeverity() == TemplateError.ErrorType.FATAL)
                        .toList();
        if (!fatal.isEmpty()) {
            TemplateError error = fatal.getFirst();
            boolean late = error.getException() instanceof TimeUp;
            throw RenderFailure.render(
                    late
                            ? "Jinjava error: the template took longer than "
                                    + limit.toSeconds()
                                    + " s"
                            : "Jinjava error: "
                                    + error.getMessage()
                                    + "; line "
                                    + error.getLineno(),
                    error.getLineno(),
                    ErrorContext.line(text, error.getLineno()));
        }
        return result.getOutput();
    }

    private void stopAfter(Instant deadline) {
        if (clock.instant().isAfter(deadline)) {
            throw new TimeUp();
        }
    }

    /** The template without its shebang, whose line stays so that the lines' numbers do. */
    private static String body(String text) {
        return text.startsWith("#!") ? text.substring(Math.max(0, text.indexOf('\n'))) : text;
    }

    private static Map<String, @Nullable Object> names(SlsSource source, RenderContext context) {
        Map<String, @Nullable Object> names = new LinkedHashMap<>();
        names.put("grains", context.grains());
        names.put("pillar", context.pillar());
        names.put("saltenv", source.saltenv());
        names.put("sls", source.sls());
        names.putAll(context.extra());
        return names;
    }

    private static final class TimeUp extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Templates that others include, from the state tree alone. */
    private record SaltResources(FileTree files, SlsSource source, RenderContext context)
            implements ResourceLocator {
        @Override
        public String getString(String name, Charset encoding, JinjavaInterpreter interpreter)
                throws ResourceNotFoundException {
            return context.files()
                    .find(name, source.saltenv())
                    .map(files::text)
                    .orElseThrow(() -> new ResourceNotFoundException("no template " + name));
        }
    }
}

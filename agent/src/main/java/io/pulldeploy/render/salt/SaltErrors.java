package io.pulldeploy.render.salt;

import io.pulldeploy.render.ErrorContext;
import io.pulldeploy.render.SlsSource;
import io.pulldeploy.render.jinja.TemplateError;
import io.pulldeploy.render.jinja.TemplateFrame;
import io.pulldeploy.system.FileTree;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Words a template's error as Salt does: what, "; line N", and the lines around it. */
final class SaltErrors {
    private static final String TRACEBACK = "Traceback (most recent call last):\n";

    /** Frames of a kind that Python shows before it counts them. */
    private static final int SHOWN = 3;

    /** Errors of Jinja2's lexer that do not know their file; Salt shows the first one's lines. */
    private static final Set<String> UNNAMED =
            Set.of("Missing end of comment tag", "Missing end of raw directive");

    private final FileTree disk;
    private final SaltTemplateLoader loader;
    private final TemplateHints hints;

    SaltErrors(FileTree disk, SaltTemplateLoader loader, TemplateHints hints) {
        this.disk = disk;
        this.loader = loader;
        this.hints = hints;
    }

    SaltTemplateError of(TemplateError error, SlsSource source, String text) {
        String message = String.valueOf(error.getMessage());
        Optional<Path> other = loader.onDisk(error.template());
        int line = error.line();
        String lines = other.map(disk::text).orElse(text);
        String headline = headline(error, message);
        String salt;
        if (error.frames().isEmpty()) {
            salt = beforeAnyLine(error, message);
        } else if (other.isPresent() && !UNNAMED.contains(message)) {
            salt =
                    headline
                            + "\n"
                            + error.template()
                            + "("
                            + line
                            + "):\n"
                            + ErrorContext.of(lines, line)
                            + traceback(error, message);
        } else {
            String traceback = traceback(error, message);
            salt = headline + traceback;
            if (line > 0 && !text.isEmpty()) {
                salt +=
                        "; line %d\n\n%s"
                                .formatted(
                                        line,
                                        traceback.isEmpty()
                                                ? ErrorContext.of(text, line)
                                                : ErrorContext.withTraceback(text, line));
            }
        }
        return new SaltTemplateError(
                salt,
                other.map(Path::toString).orElse(source.path()),
                line,
                ErrorContext.line(lines, line),
                hints.of(error.kind(), message, ErrorContext.line(lines, line)),
                error);
    }

    private static String headline(TemplateError error, String message) {
        if (error.is("UndefinedError")) {
            return "Jinja variable " + message;
        }
        if (isSyntax(error)) {
            return "Jinja syntax error: " + message;
        }
        return isFunctionError(error)
                ? "Problem running salt function in Jinja template: " + message
                : "Jinja error: " + message;
    }

    private static boolean isSyntax(TemplateError error) {
        return error.is("TemplateRuntimeError")
                || error.is("TemplateSyntaxError")
                || error.is("SecurityError");
    }

    private static boolean isFunctionError(TemplateError error) {
        return error.is("CommandExecutionError") || error.is("SaltInvocationError");
    }

    /**
     * Salt shows Python's traceback for what is no error of Jinja2's own; ours has no frames of
     * Python.
     */
    private static String traceback(TemplateError error, String message) {
        if (error.is("UndefinedError") || isSyntax(error) || isFunctionError(error)) {
            return "";
        }
        return "\n" + TRACEBACK + frames(error.frames()) + raised(error, message) + "\n\n";
    }

    /** Python shows a frame that repeats three times, and then how often it does. */
    private static String frames(List<TemplateFrame> frames) {
        StringBuilder lines = new StringBuilder();
        int at = 0;
        while (at < frames.size()) {
            TemplateFrame frame = frames.get(at);
            int end = at;
            while (end < frames.size() && frames.get(end).equals(frame)) {
                end++;
            }
            int repeated = end - at;
            String line =
                    "  File \"%s\", line %d, in %s\n"
                            .formatted(
                                    frame.root() ? "<template>" : frame.path(),
                                    frame.line(),
                                    frame.location());
            lines.append(line.repeat(Math.min(repeated, SHOWN)));
            if (repeated > SHOWN) {
                int more = repeated - SHOWN;
                lines.append("  [Previous line repeated ")
                        .append(more)
                        .append(more == 1 ? " more time]\n" : " more times]\n");
            }
            at = end;
        }
        return lines.toString();
    }

    /** The exception as the last line of Python's traceback names it. */
    private static String raised(TemplateError error, String message) {
        String module =
                switch (error.kind()) {
                    case "UndefinedError",
                            "TemplateNotFound",
                            "TemplatesNotFound",
                            "TemplateSyntaxError",
                            "TemplateAssertionError",
                            "TemplateRuntimeError",
                            "FilterArgumentError",
                            "SecurityError" ->
                            "jinja2.exceptions.";
                    case "TemplateError",
                            "SaltException",
                            "SaltRenderError",
                            "SaltInvocationError",
                            "CommandExecutionError",
                            "CommandNotFoundError" ->
                            "salt.exceptions.";
                    case "ParseError",
                            "IncompleteExpressionError",
                            "LexerError",
                            "ArityError",
                            "VariadictArityError",
                            "JMESPathTypeError",
                            "EmptyExpressionError",
                            "UnknownFunctionError" ->
                            "jmespath.exceptions.";
                    default -> "";
                };
        return module + error.kind() + (message.isEmpty() ? "" : ": " + message);
    }

    /** Before any line runs, Salt fails to name the line, and shows both failures. */
    private static String beforeAnyLine(TemplateError error, String message) {
        return TRACEBACK
                + raised(error, message)
                + "\n\nDuring handling of the above exception, another exception occurred:\n\n"
                + TRACEBACK
                + "TypeError: 'NoneType' object is not subscriptable\n";
    }
}

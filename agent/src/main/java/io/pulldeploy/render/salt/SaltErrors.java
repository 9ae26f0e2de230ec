package io.pulldeploy.render.salt;

import io.pulldeploy.render.ErrorContext;
import io.pulldeploy.render.SlsSource;
import io.pulldeploy.render.jinja.TemplateError;
import io.pulldeploy.render.jinja.TemplateFrame;
import io.pulldeploy.system.FileTree;

import java.nio.file.Path;
import java.util.Optional;

/** Words a template's error as Salt does: what, "; line N", and the lines around it. */
final class SaltErrors {
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
        if (error.kind().equals("SaltRenderError")) {
            return new SaltTemplateError(message, source.path(), error.line(), "", "", error);
        }
        Optional<Path> other = loader.onDisk(error.template());
        int line = error.line();
        String lines = other.map(disk::text).orElse(text);
        String headline = headline(error, message);
        String salt;
        if (other.isPresent()) {
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
            salt = headline + traceback(error, message);
            if (line > 0 && !text.isEmpty()) {
                salt += "; line " + line + "\n\n" + ErrorContext.of(text, line);
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
        StringBuilder trace = new StringBuilder("\nTraceback (most recent call last):\n");
        for (TemplateFrame frame : error.frames()) {
            trace.append("  File \"")
                    .append(frame.root() ? "<template>" : frame.path())
                    .append("\", line ")
                    .append(frame.line())
                    .append(", in ")
                    .append(frame.location())
                    .append('\n');
        }
        String qualified =
                switch (error.kind()) {
                    case "TemplateNotFound", "TemplatesNotFound" ->
                            "jinja2.exceptions." + error.kind();
                    case "TemplateError", "SaltException" -> "salt.exceptions." + error.kind();
                    default -> error.kind();
                };
        return trace + qualified + (message.isEmpty() ? "" : ": " + message) + "\n\n";
    }
}

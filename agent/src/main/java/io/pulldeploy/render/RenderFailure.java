package io.pulldeploy.render;

import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.SlsError;
import io.pulldeploy.render.salt.SaltTemplateError;
import io.pulldeploy.render.yaml.YamlError;

import java.nio.charset.StandardCharsets;

/** Why a step of a pipe failed; it becomes an SlsError once the file is known. */
final class RenderFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which of Salt's two sentences reports it. */
    private enum Kind {
        /** SaltRenderError. */
        RENDER,
        /** Any other exception. */
        OTHER
    }

    private static final String RENDER_ERROR = "SaltRenderError";

    private final Kind kind;
    private final String pythonClass;
    private final String text;
    private final String file;
    private final int line;
    private final String offending;
    private final String hint;

    private RenderFailure(
            Kind kind,
            String pythonClass,
            String text,
            String file,
            int line,
            String offending,
            String hint) {
        super(text, null, false, false);
        this.kind = kind;
        this.pythonClass = pythonClass;
        this.text = text;
        this.file = file;
        this.line = line;
        this.offending = offending;
        this.hint = hint;
    }

    static RenderFailure render(String text, int line, String offending) {
        return new RenderFailure(Kind.RENDER, RENDER_ERROR, text, "", line, offending, "");
    }

    static RenderFailure cipher(String message, String gpgSaid, String home) {
        return new RenderFailure(
                Kind.RENDER,
                RENDER_ERROR,
                "Could not decrypt cipher %s, received: %s"
                        .formatted(bytes(message), bytes(gpgSaid)),
                "",
                0,
                "",
                "Import the private key: gpg --homedir " + home + " --import FILE");
    }

    private static String bytes(String text) {
        return PythonText.repr(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param pythonClass of the exception, as Python's tracebacks name it
     */
    static RenderFailure other(String pythonClass, String text, int line, String offending) {
        return new RenderFailure(Kind.OTHER, pythonClass, text, "", line, offending, "");
    }

    static RenderFailure json(JsonError e, String text) {
        return other(
                "json.decoder.JSONDecodeError",
                e.getMessage(),
                e.line(),
                ErrorContext.line(text, e.line()));
    }

    static RenderFailure template(SaltTemplateError e) {
        return new RenderFailure(
                Kind.RENDER,
                RENDER_ERROR,
                e.getMessage(),
                e.file(),
                e.line(),
                e.offending(),
                e.hint());
    }

    static RenderFailure yaml(YamlError e, String text) {
        boolean reported =
                switch (e.kind()) {
                    case SCANNER, PARSER, CONSTRUCTOR -> true;
                    case READER, COMPOSER, REPRESENTER, VALUE -> false;
                };
        return new RenderFailure(
                reported ? Kind.RENDER : Kind.OTHER,
                reported ? RENDER_ERROR : e.qualifiedClass(),
                // Salt shows only what a scanner found, as libyaml gives it no lines to show.
                e.kind() == YamlError.Kind.SCANNER ? e.problem() : e.getMessage(),
                "",
                e.line(),
                ErrorContext.line(text, e.line()),
                hint(e, text));
    }

    static RenderFailure yamlex(YamlError e, String text) {
        return new RenderFailure(
                Kind.RENDER,
                RENDER_ERROR,
                e.kind() == YamlError.Kind.SCANNER ? "Unknown yaml render error" : e.getMessage(),
                "",
                e.line(),
                ErrorContext.line(text, e.line()),
                hint(e, text));
    }

    private static String hint(YamlError e, String text) {
        String line = ErrorContext.line(text, e.line());
        if (e.problem().contains("cannot start any token")) {
            String raw = text.lines().skip(Math.max(0, e.line() - 1L)).findFirst().orElse("");
            return raw.startsWith("\t") || raw.contains("\t")
                    ? "Indent with spaces; YAML allows no tab there."
                    : "Put the value in quotes.";
        }
        if (e.problem().contains("mapping values are not allowed")) {
            return "Put a text that holds a colon in quotes, or check the line above: its colon, its"
                    + " indentation.";
        }
        if (e.problem().contains("conflicting ID")) {
            return "Each key may stand once in a mapping; rename one.";
        }
        if (e.problem().contains("unacceptable key") && line.contains("{")) {
            return "Put {{ … }} in quotes, or give the value a renderer that fills it in.";
        }
        if (e.problem().contains("did not find expected key")
                || e.problem().contains("did not find expected '-' indicator")) {
            return line.chars().filter(c -> c == '\'').count() % 2 == 1
                    ? "Put the text in double quotes, or double the quote inside it."
                    : "Check the indentation: the line stands in another column than its siblings.";
        }
        if (e.problem().contains("did not find expected ',' or")) {
            return "Close the bracket in the line before.";
        }
        if (e.problem().contains("unexpected end of stream")) {
            return "Close the quote.";
        }
        return "";
    }

    static RenderFailure unsupported(String renderer) {
        String use =
                switch (renderer) {
                    case "py", "pydsl", "pyobjects" ->
                            "It runs Python, which this program does without: write the file as"
                                    + " jinja|yaml.";
                    case "mako", "wempy", "cheetah", "genshi" ->
                            "Write the template in Jinja: #!jinja|yaml.";
                    case "toml", "hjson", "msgpack" -> "Write the data as #!yaml or #!json.";
                    case "nacl" -> "Encrypt with GPG instead: #!yaml|gpg.";
                    default -> "There are jinja, yaml, json, yamlex, gpg, stateconf and jinjava.";
                };
        return new RenderFailure(
                Kind.RENDER,
                RENDER_ERROR,
                "The renderer \"" + renderer + "\" is not available",
                "",
                1,
                renderer,
                "There is no renderer " + renderer + ". " + use);
    }

    /** The class of Salt's exception, as Python's tracebacks name it. */
    String pythonClass() {
        return pythonClass;
    }

    /** The error that Salt's state compiler reports for an SLS file. */
    SlsError error(SlsSource source) {
        String salt =
                switch (kind) {
                    case RENDER ->
                            "Rendering SLS '%s:%s' failed: %s"
                                    .formatted(source.saltenv(), source.sls(), text);
                    case OTHER ->
                            "Rendering SLS %s failed, render error: %s"
                                    .formatted(source.sls(), text);
                };
        return located(salt, source);
    }

    /** The bare text, for a template that is no SLS file. */
    SlsError plainError(SlsSource source) {
        return located(text, source);
    }

    private SlsError located(String salt, SlsSource source) {
        return SlsError.at(salt, file.isEmpty() ? source.path() : file, line, offending, hint);
    }
}

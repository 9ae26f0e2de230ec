package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * An exception of Python or Jinja2 on its way out of a template.
 *
 * <p>{@link #kind()} is the exception's class as Python names it, {@link #getMessage()} is {@code
 * str(exception)}, and {@link #frames()} is the part of Python's traceback that lies in templates,
 * outermost first.
 */
public final class TemplateError extends RuntimeException {
    private static final Set<String> RUNTIME =
            Set.of(
                    "TemplateRuntimeError",
                    "UndefinedError",
                    "SecurityError",
                    "FilterArgumentError");
    private static final Set<String> SYNTAX =
            Set.of("TemplateSyntaxError", "TemplateAssertionError");
    private static final Set<String> LOOKUP =
            Set.of(
                    "LookupError",
                    "KeyError",
                    "IndexError",
                    "TemplateNotFound",
                    "TemplatesNotFound");
    private static final Set<String> VALUE =
            Set.of("ValueError", "UnicodeDecodeError", "UnicodeEncodeError", "UnicodeError");

    private final String kind;
    private final String message;
    private final List<TemplateFrame> innermostFirst = new ArrayList<>();

    public TemplateError(String kind, String message) {
        super(message, null, false, false);
        this.message = message;
        this.kind = kind;
    }

    /** Keeps {@code cause}, for a failure that came from outside the template. */
    public TemplateError(String kind, String message, Throwable cause) {
        super(message, cause, false, false);
        this.message = message;
        this.kind = kind;
    }

    static TemplateError type(String message) {
        return new TemplateError("TypeError", message);
    }

    static TemplateError value(String message) {
        return new TemplateError("ValueError", message);
    }

    /** What Python says of an object that lacks an attribute; a namespace says the name only. */
    public static TemplateError noAttribute(@Nullable Object owner, String name) {
        if (owner instanceof Undefined undefined) {
            return undefined.error();
        }
        return new TemplateError(
                "AttributeError",
                switch (owner) {
                    case Namespace _ -> name;
                    case DictType _ -> "type object 'dict' has no attribute '" + name + "'";
                    case null, default ->
                            "'"
                                    + PyValues.typeName(owner)
                                    + "' object has no attribute '"
                                    + name
                                    + "'";
                });
    }

    static TemplateError runtime(String message) {
        return new TemplateError("TemplateRuntimeError", message);
    }

    /** Our own bound was reached; the message names it. */
    static TemplateError limit(String message) {
        return new TemplateError("TemplateLimitError", message);
    }

    @Override
    public String getMessage() {
        return message;
    }

    /** The exception's class, as Python names it: {@code UndefinedError}, {@code TypeError}, … */
    public String kind() {
        return kind;
    }

    /** The frames of the template code that was running, outermost first. */
    public List<TemplateFrame> frames() {
        List<TemplateFrame> frames = new ArrayList<>(innermostFirst);
        Collections.reverse(frames);
        return Collections.unmodifiableList(frames);
    }

    /**
     * The 1-based line that Salt names: the one of the innermost frame that is no block (Salt does
     * not know the frames of blocks); 0 if there is none.
     */
    public int line() {
        for (TemplateFrame frame : innermostFirst) {
            if (!frame.isBlock()) {
                return frame.line();
            }
        }
        return 0;
    }

    /** Path of the template that {@link #line()} counts in; the rendered text's label if that. */
    public String template() {
        for (TemplateFrame frame : innermostFirst) {
            if (!frame.isBlock()) {
                return frame.path();
            }
        }
        return "";
    }

    /** Whether Python's {@code except name} would catch this. */
    public boolean is(String name) {
        return kind.equals(name)
                || switch (name) {
                    case "Exception" -> true;
                    case "TemplateRuntimeError" -> RUNTIME.contains(kind);
                    case "TemplateSyntaxError" -> SYNTAX.contains(kind);
                    case "LookupError" -> LOOKUP.contains(kind);
                    case "ValueError" -> VALUE.contains(kind);
                    case "TemplateNotFound" -> kind.equals("TemplatesNotFound");
                    default -> false;
                };
    }

    TemplateError within(TemplateFrame frame) {
        innermostFirst.add(frame);
        return this;
    }
}

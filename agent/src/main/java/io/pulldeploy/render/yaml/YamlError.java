package io.pulldeploy.render.yaml;

import org.jspecify.annotations.Nullable;

/** A YAML text that PyYAML would refuse, in PyYAML's words. */
public final class YamlError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The exception that PyYAML or Python raises; Salt words its errors by it. */
    public enum Kind {
        READER,
        SCANNER,
        PARSER,
        COMPOSER,
        CONSTRUCTOR,
        REPRESENTER,
        /** ValueError, KeyError and their kin, out of a scalar that its tag does not fit. */
        VALUE
    }

    private final Kind kind;
    private final String pythonClass;
    private final String problem;
    private final int line;

    private YamlError(Kind kind, String pythonClass, String message, String problem, int line) {
        super(message);
        this.kind = kind;
        this.pythonClass = pythonClass;
        this.problem = problem;
        this.line = line;
    }

    /** An error with marks, worded as PyYAML's MarkedYAMLError words it. */
    static YamlError marked(
            Kind kind,
            String name,
            @Nullable String context,
            @Nullable Mark contextMark,
            String problem,
            @Nullable Mark problemMark) {
        StringBuilder text = new StringBuilder();
        if (context != null) {
            text.append(context).append('\n');
            if (contextMark != null && !contextMark.equals(problemMark)) {
                text.append(contextMark.describe(name)).append('\n');
            }
        }
        text.append(problem);
        if (problemMark != null) {
            text.append('\n').append(problemMark.describe(name));
        }
        String pythonClass =
                switch (kind) {
                    case READER -> "ReaderError";
                    case SCANNER -> "ScannerError";
                    case PARSER -> "ParserError";
                    case COMPOSER -> "ComposerError";
                    case CONSTRUCTOR -> "ConstructorError";
                    case REPRESENTER -> "RepresenterError";
                    case VALUE -> "ValueError";
                };
        return new YamlError(
                kind,
                pythonClass,
                text.toString(),
                problem,
                problemMark == null ? 0 : problemMark.line() + 1);
    }

    static YamlError reader(String message, int line) {
        return new YamlError(Kind.READER, "ReaderError", message, message, line);
    }

    static YamlError representer(String message) {
        return new YamlError(Kind.REPRESENTER, "RepresenterError", message, message, 0);
    }

    /** What Python raises while it converts a scalar, such as ValueError; it carries no mark. */
    static YamlError value(String pythonClass, String message, Mark where) {
        return new YamlError(Kind.VALUE, pythonClass, message, message, where.line() + 1);
    }

    public Kind kind() {
        return kind;
    }

    /** The Python exception's class name. */
    public String pythonClass() {
        return pythonClass;
    }

    /** The class's name with its module, as Python's tracebacks have it. */
    public String qualifiedClass() {
        return switch (kind) {
                    case READER -> "yaml.reader.";
                    case SCANNER -> "yaml.scanner.";
                    case PARSER -> "yaml.parser.";
                    case COMPOSER -> "yaml.composer.";
                    case CONSTRUCTOR -> "yaml.constructor.";
                    case REPRESENTER -> "yaml.representer.";
                    case VALUE -> "";
                }
                + pythonClass;
    }

    /** {@code str(exception)} in Python. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }

    /** PyYAML's {@code problem}: the message without its context and marks. */
    public String problem() {
        return problem;
    }

    /** 1-based line of the problem; 0 if unknown. */
    public int line() {
        return line;
    }
}

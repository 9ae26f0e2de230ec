package io.pulldeploy.cli.output;

/** Salt's colours on a terminal, or none. */
public enum Colours {
    ANSI,
    NONE;

    /** The colours that Salt's outputters name. */
    enum Colour {
        RED("\u001b[0;31m"),
        LIGHT_RED("\u001b[0;1;31m"),
        GREEN("\u001b[0;32m"),
        YELLOW("\u001b[0;33m"),
        LIGHT_YELLOW("\u001b[0;1;33m"),
        CYAN("\u001b[0;36m"),
        MAGENTA("\u001b[0;35m"),
        LIGHT_MAGENTA("\u001b[0;1;35m"),
        DARK_GRAY("\u001b[0;1;30m"),
        LIGHT_GRAY("\u001b[0;37m"),
        WHITE("\u001b[0;1;37m"),
        END("\u001b[0;0m");

        private final String sequence;

        Colour(String sequence) {
            this.sequence = sequence;
        }
    }

    String of(Colour colour) {
        return switch (this) {
            case ANSI -> colour.sequence;
            case NONE -> "";
        };
    }

    String paint(Colour colour, String text) {
        return of(colour) + text + of(Colour.END);
    }
}

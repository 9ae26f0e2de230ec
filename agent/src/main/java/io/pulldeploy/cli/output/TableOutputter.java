package io.pulldeploy.cli.output;

import io.pulldeploy.cli.output.Colours.Colour;
import io.pulldeploy.model.PythonOrder;
import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Salt's outputter for tables: every list of rows with lines around it, below the keys that lead to
 * it. What is neither mapping nor list is not shown.
 */
final class TableOutputter implements Outputter {
    private final Outputter otherwise;

    /**
     * @param otherwise shows what makes no table, such as rows of numbers
     */
    TableOutputter(Outputter otherwise) {
        this.otherwise = otherwise;
    }

    /** Some row is none. */
    private static final class NoTable extends Exception {
        private static final long serialVersionUID = 1L;

        NoTable() {
            super("", null, false, false);
        }
    }

    @Override
    public String format(@Nullable Object data, OutputOptions options) {
        try {
            Table table = new Table(options);
            table.show(data, Math.toIntExact(options.number("out.table.nested_indent", 0)));
            return String.join("\n", table.lines);
        } catch (NoTable | PythonOrder.NotComparable e) {
            return otherwise.format(data, options);
        }
    }

    /** One table being made. */
    private static final class Table {
        private final Colours colours;
        private final String ruler;
        private final String between;
        private final String start;
        private final String end;
        private final String justify;
        private final boolean separated;
        private final boolean headed;
        private final long width;
        private final String rowsKey;
        private final String labelsKey;
        private final List<String> lines = new ArrayList<>();

        Table(OutputOptions options) {
            this.colours = options.colours();
            this.ruler = options.text("out.table.row_delimiter", "-");
            this.between = options.text("out.table.delim", " | ");
            this.start = options.text("out.table.prefix", "| ");
            this.end = options.text("out.table.suffix", " |");
            this.justify = options.text("out.table.justify", "center");
            this.separated = options.flag("out.table.separate_rows", true);
            this.headed = options.flag("out.table.has_header", true);
            this.width = options.number("out.table.width", 50);
            this.rowsKey = options.text("out.table.rows_key", "");
            this.labelsKey = options.text("out.table.labels_key", "");
        }

        void show(@Nullable Object data, int indent) throws NoTable {
            switch (data) {
                case Map<?, ?> map -> {
                    boolean found = map.containsKey(rowsKey);
                    for (Object key : PythonOrder.sorted(map.keySet(), true)) {
                        Object held = map.get(key);
                        if (!rowsKey.isEmpty() && !found) {
                            show(held, indent);
                        } else if (rowsKey.isEmpty() || rowsKey.equals(key)) {
                            entry(map, key, held, indent);
                        }
                    }
                }
                case List<?> rows when rowsKey.isEmpty() -> rows(rows, null, indent);
                case null, default -> {}
            }
        }

        private void entry(Map<?, ?> map, @Nullable Object key, @Nullable Object held, int indent)
                throws NoTable {
            if (rowsKey.isEmpty()) {
                line(indent, Colour.DARK_GRAY, PythonText.str(key), ":");
                line(indent, Colour.DARK_GRAY, "----------", "");
            }
            if (held instanceof List<?> rows) {
                rows(rows, labelsKey.isEmpty() ? null : map.get(labelsKey), indent);
            } else {
                show(held, indent + 4);
            }
        }

        private void line(int indent, Colour colour, String text, String suffix) {
            lines.add(" ".repeat(indent) + colours.paint(colour, text) + suffix);
        }

        /** Rows of different kinds are not shown. */
        private void rows(List<?> rows, @Nullable Object labels, int indent) throws NoTable {
            if (rows.isEmpty() || rows.stream().map(PythonText::type).distinct().count() > 1) {
                return;
            }
            List<List<@Nullable Object>> table = new ArrayList<>();
            List<@Nullable Object> titles = titles(labels);
            if (rows.getFirst() instanceof Map<?, ?> first && titles.isEmpty()) {
                for (Object key : PythonOrder.sorted(first.keySet(), true)) {
                    titles.add(title(PythonText.str(key).replace('_', ' ')));
                }
            }
            if (!titles.isEmpty()) {
                table.add(titles);
            }
            for (Object row : rows) {
                table.add(cells(row));
            }
            draw(table, headed && !titles.isEmpty(), indent + 4);
        }

        private static List<@Nullable Object> titles(@Nullable Object labels) {
            List<@Nullable Object> titles = new ArrayList<>();
            if (labels instanceof Map<?, ?> map) {
                for (Object key : PythonOrder.sorted(map.keySet(), true)) {
                    titles.add(map.get(key));
                }
            } else if (labels instanceof List<?> list) {
                titles.addAll(list);
            }
            return titles;
        }

        private static List<@Nullable Object> cells(@Nullable Object row) throws NoTable {
            List<@Nullable Object> cells = new ArrayList<>();
            switch (row) {
                case Map<?, ?> map -> {
                    for (Object key : PythonOrder.sorted(map.keySet(), true)) {
                        cells.add(PythonText.str(map.get(key)));
                    }
                }
                case List<?> list -> cells.addAll(list);
                case String text -> cells.add(text);
                case null, default -> throw new NoTable();
            }
            return cells;
        }

        /** Python's {@code str.title}: a letter after what is no letter is a capital. */
        private static String title(String text) {
            StringBuilder title = new StringBuilder();
            boolean inWord = false;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                title.append(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
                inWord = Character.isLetter(c);
            }
            return title.toString();
        }

        private void draw(List<List<@Nullable Object>> table, boolean header, int indent)
                throws NoTable {
            List<List<List<String>>> wrapped = new ArrayList<>();
            for (List<@Nullable Object> row : table) {
                wrapped.add(wrapped(row));
            }
            int columns =
                    wrapped.stream().flatMap(List::stream).mapToInt(List::size).min().orElse(0);
            int[] widths = new int[columns];
            wrapped.stream()
                    .flatMap(List::stream)
                    .forEach(row -> {
                        for (int i = 0; i < columns; i++) {
                            widths[i] = Math.max(widths[i], length(row.get(i)));
                        }
                    });
            String rule =
                    ruler.repeat(
                            start.length()
                                    + end.length()
                                    + Arrays.stream(widths).sum()
                                    + between.length() * (columns - 1));
            if (separated) {
                line(indent, Colour.LIGHT_GRAY, rule, "");
            }
            boolean below = header;
            for (List<List<String>> row : wrapped) {
                for (List<String> physical : row) {
                    List<String> cells = new ArrayList<>();
                    for (int i = 0; i < columns; i++) {
                        cells.add(justified(physical.get(i), widths[i]));
                    }
                    line(indent, Colour.WHITE, start + String.join(between, cells) + end, "");
                }
                if (separated || below) {
                    line(indent, Colour.LIGHT_GRAY, rule, "");
                    below = false;
                }
            }
        }

        private static int length(String text) {
            return text.codePointCount(0, text.length());
        }

        /** The lines of a row; as in Salt, a cell has no more of them than the shortest. */
        private List<List<String>> wrapped(List<@Nullable Object> row) throws NoTable {
            List<List<String>> cells = new ArrayList<>();
            for (Object cell : row) {
                if (!(cell instanceof String text)) {
                    throw new NoTable();
                }
                cells.add(List.of(broken(text).split("\n", -1)));
            }
            int height = cells.stream().mapToInt(List::size).min().orElseThrow(NoTable::new);
            List<List<String>> physical = new ArrayList<>();
            for (int i = 0; i < height; i++) {
                int line = i;
                physical.add(cells.stream().map(cell -> cell.get(line)).toList());
            }
            return physical;
        }

        /** A text in lines of the column's width, broken at spaces. */
        private String broken(String text) {
            String[] words = text.split(" ", -1);
            StringBuilder lines = new StringBuilder(words[0]);
            for (int i = 1; i < words.length; i++) {
                int last = length(lines.substring(lines.lastIndexOf("\n") + 1));
                int next = length(words[i].split("\n", 2)[0]);
                lines.append(last + next >= width ? '\n' : ' ').append(words[i]);
            }
            return lines.toString();
        }

        private String justified(String text, int column) throws NoTable {
            int missing = column - length(text);
            int left =
                    switch (justify) {
                        case "left" -> 0;
                        case "right" -> missing;
                        // Python puts the odd space before a text in an odd column.
                        case "center" -> missing / 2 + (missing & column & 1);
                        default -> throw new NoTable();
                    };
            return " ".repeat(left) + text + " ".repeat(missing - left);
        }
    }
}

package io.pulldeploy.engine.compile;

/** Finds where a file speaks of something, for errors that Salt reports without a line. */
final class SourceLines {
    private SourceLines() {}

    /** The first line that starts with the key, quoted or not; 0 if a template makes the key. */
    static int declaring(String source, String key) {
        if (key.isEmpty()) {
            return 0;
        }
        int number = 0;
        int mentioned = 0;
        for (String line : source.lines().toList()) {
            number++;
            String text = line.strip();
            String bare = text.startsWith("- ") ? text.substring(2).strip() : text;
            if (bare.equals(key)
                    || bare.startsWith(key + ":")
                    || bare.startsWith("'" + key + "':")
                    || bare.startsWith("\"" + key + "\":")) {
                return number;
            }
            if (mentioned == 0 && !text.startsWith("#") && text.contains(key)) {
                mentioned = number;
            }
        }
        return mentioned;
    }
}

package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the addresses in a text into links. */
final class Urlize {
    private static final int FLAGS =
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern HEAD = Pattern.compile("^([(<]|&lt;)+");
    private static final Pattern TAIL = Pattern.compile("([)>.,\n]|&gt;)+$");
    private static final Pattern HTTP =
            Pattern.compile(
                    "^((https?://|www\\.)(([\\w%-]+\\.)+)?([a-z]{2,63}|xn--[\\w%]{2,59})"
                            + "|([\\w%-]{2,63}\\.)+(com|net|int|edu|gov|org|info|mil)"
                            + "|(https?://)((([\\d]{1,3})(\\.[\\d]{1,3}){3})"
                            + "|(\\[([\\da-f]{0,4}:){2}([\\da-f]{0,4}:?){1,6}\\])))"
                            + "(?::[\\d]{1,5})?(?:[/?#]\\S*)?$",
                    FLAGS);
    private static final Pattern EMAIL =
            Pattern.compile("^\\S+@\\w[\\w.-]*\\.\\w+$", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SCHEME =
            Pattern.compile("[\\w.+-]{2,}:(/){0,2}", Pattern.UNICODE_CHARACTER_CLASS);

    private Urlize() {}

    /** The arguments of the filter, from the text on. */
    static String urlize(@Nullable Object[] a) {
        TreeSet<String> rels = new TreeSet<>(PyStr::compare);
        rels.addAll(PyStr.words(PyValues.truth(a[4]) ? PyRepr.str(a[4]) : "", -1));
        if (PyValues.truth(a[2])) {
            rels.add("nofollow");
        }
        rels.add("noopener");
        List<String> schemes = new ArrayList<>();
        if (a[5] != null) {
            for (Object scheme : PyValues.list(a[5])) {
                String text = Arguments.text(scheme);
                if (!SCHEME.matcher(text).matches()) {
                    throw new TemplateError(
                            "FilterArgumentError",
                            PyRepr.repr(scheme) + " is not a valid URI scheme prefix.");
                }
                schemes.add(text);
            }
        }
        String attributes = " rel=\"" + Markup.escape(String.join(" ", rels)).text() + "\"";
        if (PyValues.truth(a[3])) {
            attributes += " target=\"" + Markup.escape(a[3]).text() + "\"";
        }
        String text = Markup.escape(a[0]).text();
        StringBuilder out = new StringBuilder();
        Matcher spaces = SPACE.matcher(text);
        int from = 0;
        while (spaces.find()) {
            out.append(word(text.substring(from, spaces.start()), attributes, a[1], schemes));
            out.append(spaces.group());
            from = spaces.end();
        }
        return out.append(word(text.substring(from), attributes, a[1], schemes)).toString();
    }

    private static String word(
            String word, String attributes, @Nullable Object limit, List<String> schemes) {
        String head = "";
        String middle = word;
        String tail = "";
        Matcher leading = HEAD.matcher(middle);
        if (leading.find()) {
            head = leading.group();
            middle = middle.substring(leading.end());
        }
        Matcher trailing = TAIL.matcher(middle);
        if (trailing.find()) {
            tail = trailing.group();
            middle = middle.substring(0, trailing.start());
        }
        for (String[] pair : new String[][] {{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}}) {
            int opened = count(middle, pair[0]);
            if (opened <= count(middle, pair[1])) {
                continue;
            }
            for (int i = Math.min(opened, count(tail, pair[1])); i > 0; i--) {
                int end = tail.indexOf(pair[1]) + pair[1].length();
                middle += tail.substring(0, end);
                tail = tail.substring(end);
            }
        }
        return head + link(middle, attributes, limit, schemes) + tail;
    }

    private static int count(String text, String part) {
        return PyStr.split(text, part, -1).size() - 1;
    }

    private static String link(
            String middle, String attributes, @Nullable Object limit, List<String> schemes) {
        if (HTTP.matcher(middle).find()) {
            boolean whole = middle.startsWith("https://") || middle.startsWith("http://");
            return "<a href=\""
                    + (whole ? "" : "https://")
                    + middle
                    + "\""
                    + attributes
                    + ">"
                    + trimmed(middle, limit)
                    + "</a>";
        }
        if (middle.startsWith("mailto:") && EMAIL.matcher(middle.substring(7)).find()) {
            return "<a href=\"" + middle + "\">" + middle.substring(7) + "</a>";
        }
        if (middle.contains("@")
                && !middle.startsWith("www.")
                && !middle.startsWith("@")
                && !middle.contains(":")
                && EMAIL.matcher(middle).find()) {
            return "<a href=\"mailto:" + middle + "\">" + middle + "</a>";
        }
        String linked = middle;
        for (String scheme : schemes) {
            if (!linked.equals(scheme) && linked.startsWith(scheme)) {
                linked = "<a href=\"" + linked + "\"" + attributes + ">" + linked + "</a>";
            }
        }
        return linked;
    }

    private static String trimmed(String url, @Nullable Object limit) {
        if (limit == null || !PyCompare.test(">", (long) PyStr.length(url), limit)) {
            return url;
        }
        return PyStr.slice(url, new PySlice(null, limit, null)) + "...";
    }
}

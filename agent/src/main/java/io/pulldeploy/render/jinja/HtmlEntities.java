package io.pulldeploy.render.jinja;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code html.unescape} for numbers and the names that documents use. */
final class HtmlEntities {
    private static final Pattern ENTITY =
            Pattern.compile("&(#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[a-zA-Z]{2,8};)");

    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("amp", "&"),
                    Map.entry("lt", "<"),
                    Map.entry("gt", ">"),
                    Map.entry("quot", "\""),
                    Map.entry("apos", "'"),
                    Map.entry("nbsp", "\u00a0"),
                    Map.entry("copy", "\u00a9"),
                    Map.entry("reg", "\u00ae"),
                    Map.entry("trade", "\u2122"),
                    Map.entry("laquo", "\u00ab"),
                    Map.entry("raquo", "\u00bb"),
                    Map.entry("ndash", "\u2013"),
                    Map.entry("mdash", "\u2014"),
                    Map.entry("lsquo", "\u2018"),
                    Map.entry("rsquo", "\u2019"),
                    Map.entry("ldquo", "\u201c"),
                    Map.entry("rdquo", "\u201d"),
                    Map.entry("hellip", "\u2026"),
                    Map.entry("bull", "\u2022"),
                    Map.entry("middot", "\u00b7"),
                    Map.entry("euro", "\u20ac"),
                    Map.entry("pound", "\u00a3"),
                    Map.entry("yen", "\u00a5"),
                    Map.entry("cent", "\u00a2"),
                    Map.entry("sect", "\u00a7"),
                    Map.entry("para", "\u00b6"),
                    Map.entry("deg", "\u00b0"),
                    Map.entry("plusmn", "\u00b1"),
                    Map.entry("times", "\u00d7"),
                    Map.entry("divide", "\u00f7"),
                    Map.entry("frac12", "\u00bd"),
                    Map.entry("frac14", "\u00bc"),
                    Map.entry("larr", "\u2190"),
                    Map.entry("uarr", "\u2191"),
                    Map.entry("rarr", "\u2192"),
                    Map.entry("darr", "\u2193"),
                    Map.entry("auml", "\u00e4"),
                    Map.entry("ouml", "\u00f6"),
                    Map.entry("uuml", "\u00fc"),
                    Map.entry("Auml", "\u00c4"),
                    Map.entry("Ouml", "\u00d6"),
                    Map.entry("Uuml", "\u00dc"),
                    Map.entry("szlig", "\u00df"),
                    Map.entry("eacute", "\u00e9"),
                    Map.entry("egrave", "\u00e8"),
                    Map.entry("agrave", "\u00e0"),
                    Map.entry("ccedil", "\u00e7"),
                    Map.entry("ntilde", "\u00f1"));

    private HtmlEntities() {}

    static String unescape(String text) {
        return ENTITY.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(one(match.group(1), match.group())));
    }

    private static String one(String entity, String whole) {
        if (!entity.startsWith("#")) {
            return NAMES.getOrDefault(entity.substring(0, entity.length() - 1), whole);
        }
        String digits =
                entity.endsWith(";")
                        ? entity.substring(1, entity.length() - 1)
                        : entity.substring(1);
        boolean hex = digits.startsWith("x") || digits.startsWith("X");
        int point = hex ? Integer.parseInt(digits.substring(1), 16) : Integer.parseInt(digits);
        return point == 0
                        || point > Character.MAX_CODE_POINT
                        || (point >= 0xd800 && point <= 0xdfff)
                ? "\ufffd"
                : Character.toString(point);
    }
}

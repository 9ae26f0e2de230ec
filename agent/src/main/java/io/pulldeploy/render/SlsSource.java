package io.pulldeploy.render;

/**
 * A file to render.
 *
 * @param path where it is on disk, as errors for the reader name it
 * @param relativePath within the state tree or pillar, with slashes: {@code nginx/init.sls}
 * @param sls the dotted name: {@code nginx}; empty for a text that is no SLS file
 * @param tplpath the path that the template itself is told
 */
public record SlsSource(
        String text, String path, String relativePath, String saltenv, String sls, String tplpath) {
    /** A file that is told where it is. */
    public SlsSource(String text, String path, String relativePath, String saltenv, String sls) {
        this(text, path, relativePath, saltenv, sls, path);
    }
}

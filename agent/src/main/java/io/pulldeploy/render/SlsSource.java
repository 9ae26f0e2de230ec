package io.pulldeploy.render;

/**
 * A file to render.
 *
 * @param path where it is on disk, as errors for the reader name it; {@code tplpath}
 * @param relativePath within the state tree or pillar, with slashes: {@code nginx/init.sls}
 * @param sls the dotted name: {@code nginx}; empty for a text that is no SLS file
 */
public record SlsSource(
        String text, String path, String relativePath, String saltenv, String sls) {}

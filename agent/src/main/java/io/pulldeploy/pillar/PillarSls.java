package io.pulldeploy.pillar;

/**
 * A pillar or pillar top file, to be rendered.
 *
 * @param path where it stands on disk
 * @param relativePath within its root, with slashes
 * @param sls its dotted name; empty for a top file
 */
public record PillarSls(
        String text, String path, String relativePath, String saltenv, String sls) {}

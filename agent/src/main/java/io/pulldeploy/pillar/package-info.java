/** Pillar top files, merging and external pillars. */
package io.pulldeploy.pillar;

/** What Salt adds to Jinja2: its printing of mappings, its filters, tests, globals and tags. */
package io.pulldeploy.render.salt;

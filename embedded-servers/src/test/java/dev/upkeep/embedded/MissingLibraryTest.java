package dev.upkeep.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MissingLibraryTest {

  @Test
  void namesTheLibraryAndTheDebianPackageThatHasIt() {
    String loader =
        "/cache/bin/mariadbd: error while loading shared libraries: libcrypt.so.1: "
            + "cannot open shared object file: No such file or directory";
    assertThat(ServerDidNotStartException.because("mariadbd ended with code 127.", loader))
        .hasMessage(
            "mariadbd ended with code 127. The system library libcrypt.so.1 is missing; install it"
                + " (Debian: apt-get install libcrypt1).");
  }

  @Test
  void namesALibraryItDoesNotKnow() {
    String loader = "x: error while loading shared libraries: libnew.so.9: cannot open";
    assertThat(MissingLibrary.namedIn(loader).orElseThrow().remedy())
        .contains("libnew.so.9")
        .contains("install the package that has it");
  }

  @Test
  void tellsTheLastLinesWhenNoLibraryIsMissing() {
    assertThat(ServerDidNotStartException.because("It ended.", "one\ntwo\nunknown variable"))
        .hasMessageContaining("It said:")
        .hasMessageEndingWith("unknown variable");
  }
}

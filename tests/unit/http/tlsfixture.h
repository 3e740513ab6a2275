// Certificates for the TLS tests: made for this file, valid for a hundred years, worth nothing elsewhere.
#pragma once

#include <QByteArray>

namespace tls {

inline const QByteArray root = "-----BEGIN CERTIFICATE-----\n"
                               "MIIBlzCCAT2gAwIBAgIUQVNxPM3qkVden5gxO2fL+A2JsCcwCgYIKoZIzj0EAwIw\n"
                               "GDEWMBQGA1UEAwwNRlBYIHRlc3Qgcm9vdDAgFw0yNjExMjQwNDU2NTFaGA8yMTI2\n"
                               "MTAzMTA0NTY1MVowGDEWMBQGA1UEAwwNRlBYIHRlc3Qgcm9vdDBZMBMGByqGSM49\n"
                               "AgEGCCqGSM49AwEHA0IABAMk5EZC2Gfjhisd5iE5d9jcgUL72Spzc8YtGoKW92UR\n"
                               "c5L8BtvZwMmImMZUFgihEVsbxLooq9Mw3GCVchBcOHijYzBhMB0GA1UdDgQWBBRN\n"
                               "uxg5lsFIvfofAuPozzBiNkYbPDAfBgNVHSMEGDAWgBRNuxg5lsFIvfofAuPozzBi\n"
                               "NkYbPDAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwICBDAKBggqhkjOPQQD\n"
                               "AgNIADBFAiEA8I7xn+pl4VyBn8KZAd0n+Yw9hy3cQCC7FCt8EJ1Y324CIBdFPedp\n"
                               "Yg92LtuvuMQry6gIYYX4iFIAl+tRIeBVRD2L\n"
                               "-----END CERTIFICATE-----\n";
inline const QByteArray goodCertificate = "-----BEGIN CERTIFICATE-----\n"
                                          "MIIBnzCCAUSgAwIBAgIUMzvJBW9BqJX+hSlqblxG6EtKpeYwCgYIKoZIzj0EAwIw\n"
                                          "GDEWMBQGA1UEAwwNRlBYIHRlc3Qgcm9vdDAgFw0yNjExMjQwNDU2NTJaGA8yMTI2\n"
                                          "MDcyMzA0NTY1MlowDzENMAsGA1UEAwwEZ29vZDBZMBMGByqGSM49AgEGCCqGSM49\n"
                                          "AwEHA0IABCE3J2O5mGdSsS1O1FHoJYcGqQBNYUIz8Cy2qQPQ6a60aXlpFZEyWDlb\n"
                                          "RlRTp2ZYqOy1+S8FRe+qwLamcf/BaQOjczBxMA8GA1UdEQQIMAaHBH8AAAEwEwYD\n"
                                          "VR0lBAwwCgYIKwYBBQUHAwEwCQYDVR0TBAIwADAdBgNVHQ4EFgQUBIu5C2Awbr0Y\n"
                                          "UQnEuJzdFlXGylQwHwYDVR0jBBgwFoAUTbsYOZbBSL36HwLj6M8wYjZGGzwwCgYI\n"
                                          "KoZIzj0EAwIDSQAwRgIhAM72t7wBF48r9hCQ51Gc4KnJKjPkrWeP1wBre0iMfWe5\n"
                                          "AiEA72aN7IJxp21U3uRK3Fpw2Y/ztEYwD+mRUpNnP2efMUY=\n"
                                          "-----END CERTIFICATE-----\n";
inline const QByteArray goodKey = "-----BEGIN EC PRIVATE KEY-----\n"
                                  "MHcCAQEEIP/K+oHdhPj35jc40nQrxQEsBbyQNyTk5oFbIDEy4oY1oAoGCCqGSM49\n"
                                  "AwEHoUQDQgAEITcnY7mYZ1KxLU7UUeglhwapAE1hQjPwLLapA9DprrRpeWkVkTJY\n"
                                  "OVtGVFOnZlio7LX5LwVF76rAtqZx/8FpAw==\n"
                                  "-----END EC PRIVATE KEY-----\n";
inline const QByteArray otherNameCertificate = "-----BEGIN CERTIFICATE-----\n"
                                               "MIIBrTCCAVOgAwIBAgIUMzvJBW9BqJX+hSlqblxG6EtKpecwCgYIKoZIzj0EAwIw\n"
                                               "GDEWMBQGA1UEAwwNRlBYIHRlc3Qgcm9vdDAgFw0yNjExMjQwNDU2NTJaGA8yMTI2\n"
                                               "MDcyMzA0NTY1MlowEDEOMAwGA1UEAwwFb3RoZXIwWTATBgcqhkjOPQIBBggqhkjO\n"
                                               "PQMBBwNCAARhWs2uoe+LU2p+QAEW9abi6T4QUzRUwIfuX/dAxO4uFbwmxS6mlHci\n"
                                               "46tc240jT6TmepiyY4h7jEi4IwAhBgFio4GAMH4wHAYDVR0RBBUwE4IRZWxzZXdo\n"
                                               "ZXJlLmV4YW1wbGUwEwYDVR0lBAwwCgYIKwYBBQUHAwEwCQYDVR0TBAIwADAdBgNV\n"
                                               "HQ4EFgQUtZ38p9cmMq4g4j7qjwfCNNZl5V0wHwYDVR0jBBgwFoAUTbsYOZbBSL36\n"
                                               "HwLj6M8wYjZGGzwwCgYIKoZIzj0EAwIDSAAwRQIgEV11bwc2eyc1T/EDIka2UUPH\n"
                                               "vvHxMOw4GlzUCF35GWMCIQCh5cJBeq3WqT45xoT9zym9fRQmQOvHZtiZAL7o6fcC\n"
                                               "MQ==\n"
                                               "-----END CERTIFICATE-----\n";
inline const QByteArray otherNameKey = "-----BEGIN EC PRIVATE KEY-----\n"
                                       "MHcCAQEEIJj1NKp5+YWHz+7lwy46MrXjr9OceYk2m8qkCg/f1KeFoAoGCCqGSM49\n"
                                       "AwEHoUQDQgAEYVrNrqHvi1NqfkABFvWm4uk+EFM0VMCH7l/3QMTuLhW8JsUuppR3\n"
                                       "IuOrXNuNI0+k5nqYsmOIe4xIuCMAIQYBYg==\n"
                                       "-----END EC PRIVATE KEY-----\n";
inline const QByteArray expiredCertificate = "-----BEGIN CERTIFICATE-----\n"
                                             "MIIBbDCCARKgAwIBAgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1GUFggdGVz\n"
                                             "dCByb290MB4XDTIwMDEwMTAwMDAwMFoXDTIwMDIwMTAwMDAwMFowEjEQMA4GA1UE\n"
                                             "AwwHZXhwaXJlZDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCE3J2O5mGdSsS1O\n"
                                             "1FHoJYcGqQBNYUIz8Cy2qQPQ6a60aXlpFZEyWDlbRlRTp2ZYqOy1+S8FRe+qwLam\n"
                                             "cf/BaQOjUzBRMA8GA1UdEQQIMAaHBH8AAAEwHQYDVR0OBBYEFASLuQtgMG69GFEJ\n"
                                             "xLic3RZVxspUMB8GA1UdIwQYMBaAFE27GDmWwUi9+h8C4+jPMGI2Rhs8MAoGCCqG\n"
                                             "SM49BAMCA0gAMEUCIEnR/dQUwvlGN9cz6fjZq6a9nDaG6ZgQ1Yy0NpG8ymkCAiEA\n"
                                             "pJPnvfnV1aaOM8/ZnlNPNMVa4tzGkokdBrRLMFaKtkw=\n"
                                             "-----END CERTIFICATE-----\n";
/// Signed by itself: trusted where it is given as a root.
inline const QByteArray localhostCertificate = "-----BEGIN CERTIFICATE-----\n"
                                               "MIIBpzCCAU2gAwIBAgIUTsw9Dj7LuwiSwhb1wk95R+q3wjIwCgYIKoZIzj0EAwIw\n"
                                               "HTEbMBkGA1UEAwwSRlBYIHRlc3QgbG9jYWxob3N0MCAXDTI2MTEyNDEzNDgzM1oY\n"
                                               "DzIxMjYxMDMxMTM0ODMzWjAdMRswGQYDVQQDDBJGUFggdGVzdCBsb2NhbGhvc3Qw\n"
                                               "WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARyrDxwPnx2yLqsFKCCdOqUBA3aegyZ\n"
                                               "UpRmicwatbylm9nNHzjfEL23WKoHSoLmFSMsuC+duguhP775zkd8MV6ro2kwZzAd\n"
                                               "BgNVHQ4EFgQUb/k+wacjG0qwQncEVTUwru2QjcYwHwYDVR0jBBgwFoAUb/k+wacj\n"
                                               "G0qwQncEVTUwru2QjcYwDwYDVR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2Nh\n"
                                               "bGhvc3QwCgYIKoZIzj0EAwIDSAAwRQIgH+BeXQGOIyYWIsphc2mOX8Fv2RoqcNCE\n"
                                               "xRkNAz5HP5MCIQCt9r7QJwRkCoDHFEmQyBV0DCbiH3zld/xXjpy9q2o5Pg==\n"
                                               "-----END CERTIFICATE-----\n";
inline const QByteArray localhostKey = "-----BEGIN EC PRIVATE KEY-----\n"
                                       "MHcCAQEEIDuFANtZsijfYmU6dV3u5ornKuurGFxaZpKzVPHVm1p+oAoGCCqGSM49\n"
                                       "AwEHoUQDQgAEcqw8cD58dsi6rBSggnTqlAQN2noMmVKUZonMGrW8pZvZzR843xC9\n"
                                       "t1iqB0qC5hUjLLgvnboLoT+++c5HfDFeqw==\n"
                                       "-----END EC PRIVATE KEY-----\n";

} // namespace tls

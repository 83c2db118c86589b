"""The roster (daftar pegawai) from a spreadsheet: read, checked, applied, taken back."""

'use strict';
/* Sample papers of invented people, drawn on a canvas, so that a demo needs no files. Region code 52.71.99 exists
   nowhere; each paper says that it is an example. */
const papers = (() => {
  const nik = ['5271991203910002', '5271995507930003'];
  /* Dates lie a little before today, so that the deadlines of the law are kept however late the demo is shown. */
  const day = (ago) => new Date(Date.now() - ago * 864e5).toLocaleDateString('id-ID', { day: 'numeric', month: 'long', year: 'numeric' });
  const year = new Date().getFullYear();
  const list = [
    { name: 'Surat lahir', file: 'contoh-surat-lahir.jpg', title: 'SURAT KETERANGAN KELAHIRAN', from: 'Klinik Contoh Sehat, Mataram',
      rows: [['Nomor', `017/SKL/CONTOH/${year}`], ['Nama anak', 'Sari Ayu Lestari'], ['Jenis kelamin', 'Perempuan'], ['Lahir', `Mataram, ${day(20)}, 04.15 WITA`],
        ['Berat / panjang', '3.100 gram / 49 cm'], ['Ibu', 'Sari Wulandari'], ['Ayah', 'Lalu Hadi Saputra'], ['Penolong', 'Bidan Contoh, A.Md.Keb.']] },
    { name: 'Kartu Keluarga', file: 'contoh-kk.jpg', title: 'KARTU KELUARGA', from: 'No. 5271990101260001',
      rows: [['Kepala keluarga', 'Lalu Hadi Saputra'], ['Alamat', 'Jl. Rekaan No. 7, Lingkungan Contoh'], ['Anggota 1', 'Lalu Hadi Saputra  ' + nik[0]],
        ['Anggota 2', 'Sari Wulandari  ' + nik[1]], ['Kota', 'Mataram, Nusa Tenggara Barat'], ['Dikeluarkan', '12 Januari 2026']] },
    { name: 'Buku nikah', file: 'contoh-buku-nikah.jpg', title: 'KUTIPAN AKTA NIKAH', from: 'KUA Contoh, Kota Mataram',
      rows: [['Nomor', '0099/017/VI/2024'], ['Hari, tanggal', 'Sabtu, 15 Juni 2024'], ['Suami', 'Lalu Hadi Saputra'], ['Istri', 'Sari Wulandari'], ['Wali', 'Ayah kandung'], ['Mas kawin', 'Seperangkat alat salat']] },
    { name: 'KTP-el', file: 'contoh-ktp.jpg', title: 'KARTU TANDA PENDUDUK', from: 'PROVINSI NUSA TENGGARA BARAT',
      rows: [['NIK', nik[1]], ['Nama', 'Sari Wulandari'], ['Tempat/tgl lahir', 'Mataram, 15-07-1993'], ['Alamat', 'Jl. Rekaan No. 7'], ['Status', 'Kawin'], ['Kewarganegaraan', 'WNI']] },
    { name: 'Surat kematian', file: 'contoh-surat-kematian.jpg', title: 'SURAT KETERANGAN KEMATIAN', from: 'Rumah Sakit Contoh, Mataram',
      rows: [['Nomor', `031/SKM/CONTOH/${year}`], ['Nama', 'Made Rekayasa'], ['NIK', nik[0]], ['Meninggal', `Mataram, ${day(5)}`], ['Sebab', 'Sakit'], ['Yang menerangkan', 'dr. Contoh']] },
    { name: 'Pasfoto anak', file: 'contoh-pasfoto.jpg', portrait: true },
  ];

  /* Long texts are made smaller until they fit. */
  function put(g, text, x, y, size, width, weight = '') {
    for (; size > 12; size -= 1) {
      g.font = `${weight} ${size}px sans-serif`;
      if (g.measureText(text).width <= width) break;
    }
    g.fillText(text, x, y);
  }

  function grain(g, w, h) {
    for (let i = 0; i < 900; i++) {
      g.fillStyle = `rgba(90,80,60,${Math.random() * 0.06})`;
      g.fillRect(Math.random() * w, Math.random() * h, 2 + Math.random() * 3, 1);
    }
  }

  function sheet(g, paper, w, h) {
    g.fillStyle = '#fbf9f2'; g.fillRect(60, 50, w - 120, h - 100);
    g.strokeStyle = '#45505e'; g.lineWidth = 3; g.strokeRect(80, 70, w - 160, h - 140);
    g.fillStyle = '#1d2733'; g.textAlign = 'center';
    put(g, paper.title, w / 2, 150, 46, w - 220, 'bold');
    put(g, paper.from, w / 2, 200, 28, w - 220);
    g.textAlign = 'left';
    paper.rows.forEach(([label, value], i) => {
      const y = 280 + i * 58;
      put(g, label, 120, y, 26, 260);
      put(g, ': ' + value, 390, y, 28, w - 500, 'bold');
    });
    g.save(); g.translate(w / 2, h / 2 + 60); g.rotate(-0.3); g.textAlign = 'center'; g.fillStyle = 'rgba(170,40,30,.16)';
    put(g, 'CONTOH · BUKAN DOKUMEN', 0, 0, 84, w - 160, 'bold'); g.restore();
    g.strokeStyle = '#32548a'; g.lineWidth = 4; g.beginPath(); g.arc(w - 240, h - 160, 60, 0, 7); g.stroke();
    g.beginPath(); g.moveTo(w - 330, h - 130); g.bezierCurveTo(w - 260, h - 230, w - 220, h - 80, w - 130, h - 170); g.stroke();
  }

  function portrait(g, w, h) {
    g.fillStyle = '#b23b32'; g.fillRect(0, 0, w, h);
    g.fillStyle = '#f3efe6'; g.beginPath(); g.ellipse(w / 2, h * 1.02, w * 0.36, h * 0.34, 0, 0, 7); g.fill();
    g.fillStyle = '#c99a72'; g.fillRect(w / 2 - 50, h * 0.55, 100, 130);
    g.beginPath(); g.ellipse(w / 2, h * 0.42, w * 0.2, h * 0.2, 0, 0, 7); g.fill();
    g.fillStyle = '#2a211c'; g.beginPath(); g.ellipse(w / 2, h * 0.33, w * 0.215, h * 0.13, 0, Math.PI, 0); g.fill();
    for (const x of [-60, 60]) { g.beginPath(); g.arc(w / 2 + x, h * 0.42, 9, 0, 7); g.fill(); }
    g.lineWidth = 6; g.strokeStyle = '#7a3e33'; g.beginPath(); g.arc(w / 2, h * 0.46, 45, 0.4, 2.74); g.stroke();
    g.fillStyle = '#8a2a22'; g.textAlign = 'center'; g.font = 'bold 60px sans-serif'; g.fillText('CONTOH', w / 2, h - 50);
  }

  /* A promise of a JPEG, a little different each time, like a real photo. */
  function draw(paper, blurred) {
    const canvas = document.createElement('canvas'), g = canvas.getContext('2d');
    canvas.width = paper.portrait ? 900 : 1400; canvas.height = paper.portrait ? 1200 : 1000;
    const w = canvas.width, h = canvas.height;
    g.fillStyle = '#6d675d'; g.fillRect(0, 0, w, h);
    if (blurred) g.filter = 'blur(14px)';
    if (paper.portrait) portrait(g, w, h);
    else {
      g.save(); g.translate(w / 2, h / 2); g.rotate((Math.random() - 0.5) * 0.03); g.translate(-w / 2, -h / 2);
      sheet(g, paper, w, h); g.restore();
    }
    grain(g, w, h);
    return new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.88));
  }
  return { list, draw };
})();

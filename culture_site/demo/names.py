"""Sample names. Given and family names are drawn apart, so that nobody real is meant.

Indonesian names have one word or several, and often no family name; the lists keep that.
"""

from random import Random

GIVEN = """
Adi Agus Ahmad Aisyah Ajeng Alya Amelia Andi Anggun Anisa Arif Arum Asih Ayu Bagas Bagus Bayu Bima Bintang
Bunga Cahya Candra Citra Damar Daniel Dewi Dian Dimas Dina Dwi Eka Elang Elisa Endah Endang Fajar Farah Fauzan
Fitri Galih Galuh Gilang Gita Hadi Hana Hanif Haris Hasan Hendra Hesti Ika Ilham Indah Indra Intan Iqbal Irfan
Jati Jihan Joko Kartika Kevin Kirana Krisna Laila Laras Lestari Lia Lintang Lukman Lutfi Made Maria Maya Mega
Melati Mira Nabila Nadia Nanda Naufal Nina Novi Nur Nurul Oki Paulus Prita Putri Putu Rahma Raka Rani Ratih
Ratna Rendi Reza Rini Rizki Rosa Sari Satria Sekar Septian Sinta Siska Siti Surya Taufik Tegar Tiara Tika Tri
Umi Vina Wahyu Wayan Widya Wulan Yani Yoga Yuda Yuli Yusuf Zahra Zaki
""".split()
FAMILY = """
Adinata Anggraini Ardiansyah Astuti Aulia Budiman Cahyono Darmawan Firmansyah Gunawan Hakim Halim Handayani
Hapsari Hartono Haryanto Hidayat Irawan Iskandar Kurniawan Kusuma Laksono Lubis Maharani Mahendra Maulana
Mulyani Nasution Ningsih Nugroho Nugraha Pangestu Permata Prabowo Pradana Pramudita Prasetyo Pratama Purnama
Purwanto Puspita Rahayu Rahman Ramadhan Safitri Saputra Saraswati Setiawan Setyowati Sihombing Simanjuntak
Siregar Suharto Sulistyo Sumarno Suryadi Susanti Susilo Sutanto Tanjung Utama Utami Wardani Wibowo Widodo
Wijaya Winarno Wirawan Yulianto
""".split()


def draw_name(random: Random) -> str:
    """A sample name: one word for one in twenty, three for one in six, else two."""
    kind = random.random()
    if kind < 0.05:
        return random.choice(GIVEN)
    if kind < 0.22:
        first, second = random.sample(GIVEN, 2)
        return f"{first} {second} {random.choice(FAMILY)}"
    return f"{random.choice(GIVEN)} {random.choice(FAMILY)}"
